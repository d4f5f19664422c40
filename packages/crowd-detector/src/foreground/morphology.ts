import type { Planes } from '../kernels/planes.js';

/** Closes gaps in masks (0 or 1 per pixel): grows them by a square and shrinks them again. */
export class Morphology {
  readonly #planes: Planes;
  readonly #scratch: Uint8Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#scratch = planes.uint8(width * height);
  }

  /** Fills gaps of up to 2 radius pixels, in place. What lies beyond the border does not count as a gap. */
  close(mask: Uint8Array, radius: number): void {
    const { kernels, at } = this.#planes;
    // Each step goes from one of the two to the other; their number is even.
    let from = at(mask);
    let to = at(this.#scratch);
    for (let step = 0; step < 2 * radius; step++) {
      if (step < radius) kernels.highest3x3(from, to, this.width, this.height);
      else kernels.lowest3x3(from, to, this.width, this.height);
      [from, to] = [to, from];
    }
  }
}
