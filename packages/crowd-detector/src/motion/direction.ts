import { wrapDegrees } from '../events/compass.js';

/** Time over which movement is averaged, seconds. */
const SMOOTHING = 0.4;
/** Share of all movement that must go the same way (length of the mean vector over the mean length). */
const DOMINANT = 0.4;
/** Movement that has faded to this share of one pixel is no longer a direction. */
const LEAST_EVIDENCE = 4;

/** Where most of a region's movement goes, averaged over a moment. */
export class Direction {
  #x = 0;
  #y = 0;
  #total = 0;
  #weight = 0;

  /** Lets earlier movement fade. @param seconds Time since the last picture. */
  fade(seconds: number): void {
    const keep = Math.exp(-seconds / SMOOTHING);
    this.#x *= keep;
    this.#y *= keep;
    this.#total *= keep;
    this.#weight *= keep;
  }

  /** Adds a movement (any unit per second, y down). */
  add(x: number, y: number, weight: number): void {
    this.#x += x * weight;
    this.#y += y * weight;
    this.#total += Math.hypot(x, y) * weight;
    this.#weight += weight;
  }

  /** Degrees clockwise from up, or null when there is no movement or no dominant direction. */
  get angle(): number | null {
    if (this.#weight < LEAST_EVIDENCE) return null;
    if (Math.hypot(this.#x, this.#y) < DOMINANT * this.#total) return null;
    return wrapDegrees((Math.atan2(this.#x, -this.#y) * 180) / Math.PI);
  }

  clear(): void {
    this.#x = this.#y = this.#total = this.#weight = 0;
  }
}
