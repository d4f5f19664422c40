import { sumColumns3, sumRows3 } from '../picture/smooth.js';

/** From this grey level on a camera may have clipped: the surface may be brighter than it looks. */
const CLIPPED = 250;

/** How a picture differs from the background, pixel by pixel. */
export class Difference {
  /** Signed, averaged over 3x3 pixels against noise; of no meaning on the outermost pixels. Grey levels. */
  readonly smooth: Float32Array;
  /** Absolute, of the pixel alone, rounded down, at most 255. */
  readonly sharp: Uint8Array;
  readonly #scratch: Float32Array;

  constructor(
    readonly width: number,
    height: number,
  ) {
    this.smooth = new Float32Array(width * height);
    this.sharp = new Uint8Array(width * height);
    this.#scratch = new Float32Array(width * height);
  }

  /**
   * @param picture The picture brought to the background's light and place.
   * @param seen The picture as it came.
   */
  run(picture: Float32Array, seen: Float32Array, background: Float32Array): void {
    const { smooth, sharp } = this;
    for (let i = 0; i < smooth.length; i++) {
      const d = picture[i]! - background[i]!;
      const known = d < 0 && seen[i]! >= CLIPPED ? 0 : d;
      smooth[i] = known;
      const size = known < 0 ? -known : known;
      sharp[i] = size < 255 ? size : 255;
    }
    sumRows3(smooth, this.#scratch);
    sumColumns3(this.#scratch, smooth, this.width, 1 / 9);
  }
}
