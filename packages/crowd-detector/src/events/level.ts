import type { CrowdLevel } from '../types.js';

/** The bounds that a value must exceed, percent. */
export interface LevelBounds {
  readonly min: number;
  readonly med: number;
  readonly max: number;
}

/** The highest level whose bound lies below the value. */
export function levelOf(percentage: number, bounds: LevelBounds): CrowdLevel {
  if (percentage > bounds.max) return 3;
  if (percentage > bounds.med) return 2;
  return percentage > bounds.min ? 1 : 0;
}

/** Reports a level once it has lasted for a number of consecutive frames, as Kurento's filter does. */
export class LevelHysteresis {
  #reported: CrowdLevel = 0;
  #candidate: CrowdLevel = 0;
  #frames = 0;

  get reported(): CrowdLevel {
    return this.#reported;
  }

  clone(): LevelHysteresis {
    const copy = new LevelHysteresis();
    copy.#reported = this.#reported;
    copy.#candidate = this.#candidate;
    copy.#frames = this.#frames;
    return copy;
  }

  /** Returns the previous level when `level` becomes the reported one with this frame. */
  update(level: CrowdLevel, framesToEvent: number): CrowdLevel | undefined {
    this.#frames = level === this.#candidate ? this.#frames + 1 : 1;
    this.#candidate = level;
    if (level === this.#reported || this.#frames < framesToEvent) return undefined;
    const previous = this.#reported;
    this.#reported = level;
    return previous;
  }
}
