import type { Planes } from '../kernels/planes.js';
import { Pyramid } from '../picture/pyramid.js';

const SLOTS = 8;
/** Pictures closer together than this are not kept one by one, milliseconds. */
const SPACING_MS = 28;

export interface PastPicture {
  readonly picture: Pyramid;
  timestampMs: number;
}

/** The pictures of the last fraction of a second: at most {@link SLOTS}, the oldest makes room. */
export class History {
  readonly #ring: PastPicture[];
  #newest = 0;
  #length = 0;

  constructor(planes: Planes, width: number, height: number) {
    this.#ring = Array.from({ length: SLOTS }, () => ({
      picture: new Pyramid(planes, width, height),
      timestampMs: 0,
    }));
  }

  /** Keeps a copy of a picture unless the last one kept is as good as the same. */
  add(picture: Pyramid, timestampMs: number): void {
    const last = this.#ring[this.#newest]!;
    if (this.#length > 0 && timestampMs - last.timestampMs < SPACING_MS) return;
    this.#newest = (this.#newest + 1) % SLOTS;
    const slot = this.#ring[this.#newest]!;
    slot.picture.copyFrom(picture);
    slot.timestampMs = timestampMs;
    this.#length = Math.min(SLOTS, this.#length + 1);
  }

  /** The picture whose age comes nearest to the one wanted, if any is younger than `oldestMs`. */
  find(nowMs: number, ageMs: number, oldestMs: number): PastPicture | undefined {
    let best: PastPicture | undefined;
    for (let k = 0; k < this.#length; k++) {
      const past = this.#ring[(this.#newest - k + SLOTS) % SLOTS]!;
      const age = nowMs - past.timestampMs;
      if (age <= 0 || age > oldestMs) continue;
      if (!best || Math.abs(age - ageMs) < Math.abs(nowMs - best.timestampMs - ageMs)) best = past;
    }
    return best;
  }

  clear(): void {
    this.#length = 0;
  }

  copyFrom(other: History): void {
    this.#newest = other.#newest;
    this.#length = other.#length;
    this.#ring.forEach((slot, i) => {
      slot.picture.copyFrom(other.#ring[i]!.picture);
      slot.timestampMs = other.#ring[i]!.timestampMs;
    });
  }
}
