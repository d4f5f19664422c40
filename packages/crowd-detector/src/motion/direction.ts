import { wrapDegrees } from '../events/compass.js';

/** Time over which movement is averaged, seconds. */
const SMOOTHING = 0.25;
/** Share of all movement that must go the same way: length of the mean vector over mean length. */
const DOMINANT = 0.3;
/** Share of the crowd whose movement must have been seen, and the least in pixels. */
const LEAST_SHARE = 0.07;
const LEAST_PIXELS = 4;

/** Where most of a region's movement goes, averaged over a moment. */
export class Direction {
  #x = 0;
  #y = 0;
  #length = 0;
  /** Pixels whose movement has been seen, averaged over time. */
  #pixels = 0;
  #rate = 1;

  /** Starts a new frame: what was seen before fades. @param seconds Time since the last frame. */
  fade(seconds: number): void {
    const keep = Math.exp(-seconds / SMOOTHING);
    this.#rate = 1 - keep;
    this.#x *= keep;
    this.#y *= keep;
    this.#length *= keep;
    this.#pixels *= keep;
  }

  /** Adds the movement of some pixels: velocity in any unit, y down. */
  add(vx: number, vy: number, pixels: number): void {
    const weight = pixels * this.#rate;
    this.#x += vx * weight;
    this.#y += vy * weight;
    this.#length += Math.sqrt(vx * vx + vy * vy) * weight;
    this.#pixels += weight;
  }

  /**
   * Degrees clockwise from up, or null when hardly anything moves or nothing dominates.
   * @param crowd Pixels of crowd in the region now.
   */
  angle(crowd: number): number | null {
    if (crowd === 0 || this.#pixels < Math.max(LEAST_PIXELS, LEAST_SHARE * crowd)) return null;
    if (Math.sqrt(this.#x ** 2 + this.#y ** 2) < DOMINANT * this.#length) return null;
    return wrapDegrees((Math.atan2(this.#x, -this.#y) * 180) / Math.PI);
  }
}
