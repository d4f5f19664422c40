import { wrapDegrees } from './compass.js';

const SECTOR = 45;
/** How far a direction may leave its sector before it counts for the next one, degrees. */
const STICKINESS = 10;

/** Reports a direction once its compass sector has lasted for a number of consecutive frames. */
export class HeadingHysteresis {
  #reported: number | null = null;
  #candidate: number | null = null;
  #frames = 0;
  #framesWithout = 0;

  clone(): HeadingHysteresis {
    const copy = new HeadingHysteresis();
    copy.#reported = this.#reported;
    copy.#candidate = this.#candidate;
    copy.#frames = this.#frames;
    copy.#framesWithout = this.#framesWithout;
    return copy;
  }

  /**
   * Returns whether this frame's direction is to be reported.
   * @param angle Degrees clockwise from up, null when there is none.
   * @param framesToEvent Frames a new sector must last; 0 and 1: at once.
   * @param framesToReset Frames without direction after which the reported sector is forgotten.
   */
  update(
    angle: number | null,
    offset: number,
    framesToEvent: number,
    framesToReset: number,
  ): boolean {
    if (angle === null) {
      this.#candidate = null;
      this.#framesWithout++;
      if (this.#framesWithout >= framesToReset) this.#reported = null;
      return false;
    }
    this.#framesWithout = 0;
    const sector = this.#sectorOf(angle, offset);
    this.#frames = sector === this.#candidate ? this.#frames + 1 : 1;
    this.#candidate = sector;
    if (sector === this.#reported || this.#frames < framesToEvent) return false;
    this.#reported = sector;
    return true;
  }

  #sectorOf(angle: number, offset: number): number {
    const turned = wrapDegrees(angle + offset);
    const last = this.#candidate ?? this.#reported;
    if (last !== null) {
      const fromCentre = Math.abs(wrapDegrees(turned - last * SECTOR + 180) - 180);
      if (fromCentre <= SECTOR / 2 + STICKINESS) return last;
    }
    return Math.round(turned / SECTOR) % 8;
  }
}
