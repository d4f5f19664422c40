import { BoxFilter } from '../picture/box.js';

/** A surface in shadow or in added light keeps this share of its brightness. */
const DARKEST = 0.5;
const BRIGHTEST = 1.35;
/** Radius of the window in which texture is compared, pixels. */
const RADIUS = 2;
/** How steep the border of a shadow may be: grey levels per pixel for each grey level of its depth. */
const SOFTNESS = 0.17;
/** What noise alone adds to the comparison, grey levels per pixel. */
const LEAST_RESIDUAL = 1.5;

/**
 * Finds where a difference may be a change of light only: the same texture, dimmed or brightened by
 * one factor, without the sharp edges that things have.
 */
export class Shade {
  readonly #residual: Float32Array;
  readonly #box: BoxFilter;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#residual = new Float32Array(width * height);
    this.#box = new BoxFilter(width, height);
  }

  /** @param smoothed Smoothed difference of picture and background. */
  run(
    picture: Float32Array,
    background: Float32Array,
    smoothed: Float32Array,
    candidates: Uint8Array,
  ): void {
    const { width, height } = this;
    const residual = this.#residual.fill(0);
    for (let y = 1; y < height - 1; y++)
      for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
        if (candidates[i] === 0) continue;
        const factor = 1 + smoothed[i]! / Math.max(8, background[i]!);
        const gx = picture[i + 1]! - picture[i - 1]! - factor * (background[i + 1]! - background[i - 1]!);
        const gy =
          picture[i + width]! -
          picture[i - width]! -
          factor * (background[i + width]! - background[i - width]!);
        residual[i] = 0.25 * (gx * gx + gy * gy);
      }
    this.#box.run(residual, residual, RADIUS, 1 / (2 * RADIUS + 1) ** 2);
  }

  /** Whether light alone explains the difference at a pixel. */
  explains(pixel: number, background: number, difference: number): boolean {
    const factor = 1 + difference / Math.max(8, background);
    if (factor < DARKEST || factor > BRIGHTEST) return false;
    const bound = SOFTNESS * difference;
    return this.#residual[pixel]! < bound * bound + LEAST_RESIDUAL * LEAST_RESIDUAL;
  }
}
