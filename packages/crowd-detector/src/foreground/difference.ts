import type { Planes } from '../kernels/planes.js';

/** From this grey level on a camera may have clipped: the surface may be brighter than it looks. */
const CLIPPED = 250;

/** How a picture differs from the background, pixel by pixel. */
export class Difference {
  /** Signed, averaged over 3x3 pixels against noise; of no meaning on the outermost pixels. Grey levels. */
  readonly smooth: Float32Array;
  /** Absolute, of the pixel alone, rounded down, at most 255. */
  readonly sharp: Uint8Array;
  readonly #planes: Planes;
  readonly #signed: Float32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.smooth = planes.float32(width * height);
    this.sharp = planes.uint8(width * height);
    this.#planes = planes;
    this.#signed = planes.float32(width * height);
  }

  /**
   * @param picture The picture brought to the background's light and place.
   * @param seen The picture as it came.
   */
  run(picture: Float32Array, seen: Float32Array, background: Float32Array): void {
    const { kernels, at } = this.#planes;
    const signed = this.#signed;
    kernels.difference(
      at(picture),
      at(seen),
      at(background),
      at(signed),
      at(this.sharp),
      signed.length,
      CLIPPED,
    );
    kernels.mean3x3(at(signed), at(this.smooth), this.width, this.height);
  }
}
