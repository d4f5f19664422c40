import type { Planes } from '../kernels/planes.js';

/** One level of a pyramid. */
export interface Level {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A picture and smaller copies of it, each half as wide and high as the one before (rounded down). */
export class Pyramid {
  readonly levels: readonly Level[];
  readonly #planes: Planes;

  constructor(planes: Planes, width: number, height: number, levels = 3) {
    this.#planes = planes;
    this.levels = Array.from({ length: levels }, (_, i) => {
      const [w, h] = [Math.max(1, width >> i), Math.max(1, height >> i)];
      return { data: planes.float32(w * h), width: w, height: h };
    });
  }

  /** Level 0: the picture itself. */
  get base(): Float32Array {
    return this.levels[0]!.data;
  }

  /** Fills the smaller levels from level 0. */
  build(): void {
    const { kernels, at } = this.#planes;
    for (let i = 1; i < this.levels.length; i++) {
      const { data, width } = this.levels[i - 1]!;
      const to = this.levels[i]!;
      kernels.halve(at(data), width, at(to.data), to.width, to.height);
    }
  }

  copyFrom(other: Pyramid): void {
    this.levels.forEach((level, i) => level.data.set(other.levels[i]!.data));
  }
}
