import type { Alignment } from '../background/registration.js';
import type { Planes } from '../kernels/planes.js';

/** Brings pictures to the place and the light of the background. */
export class Warp {
  readonly #planes: Planes;
  readonly #line: Float32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#line = planes.float32(width);
  }

  /** Bilinear; beyond the border the outermost pixels go on. */
  run(picture: Float32Array, output: Float32Array, alignment: Omit<Alignment, 'inliers'>): void {
    const { kernels, at } = this.#planes;
    const { gain, offset, shiftX, shiftY } = alignment;
    if (shiftX === 0 && shiftY === 0)
      kernels.relight(at(picture), at(output), picture.length, offset, 1 / gain);
    else
      kernels.warp(
        at(picture),
        at(this.#line),
        at(output),
        this.width,
        this.height,
        -shiftX,
        -shiftY,
        offset,
        1 / gain,
      );
  }
}
