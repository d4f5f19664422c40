import type { Planes } from '../kernels/planes.js';

/**
 * Smoothing, compression and the lens spread a strong difference over its surroundings, some 2 pixels
 * far. Squares of 2x2 pixels know the strongest difference in and around them.
 */
export class Halo {
  /** One per square, row by row; an odd last row or column of pixels belongs to none. */
  readonly strongest: Uint8Array;
  readonly #planes: Planes;
  readonly #inside: Uint8Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    const squares = (width >> 1) * (height >> 1);
    this.#planes = planes;
    this.#inside = planes.uint8(squares);
    this.strongest = planes.uint8(squares);
  }

  /** @param difference Absolute difference of every pixel by itself. */
  update(difference: Uint8Array): void {
    const { kernels, at } = this.#planes;
    const { width, height } = this;
    kernels.highest2x2(at(difference), at(this.#inside), width, height);
    kernels.highest3x3(at(this.#inside), at(this.strongest), width >> 1, height >> 1);
  }
}
