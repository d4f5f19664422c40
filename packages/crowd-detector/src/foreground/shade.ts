import { sum5x5 } from '../picture/smooth.js';

/** A surface in shadow or in added light keeps this share of its brightness. */
const DARKEST = 0.5;
const BRIGHTEST = 1.35;
/** How steep the border of a shadow may be: grey levels per pixel for each grey level of its depth. */
const SOFTNESS = 0.2;
/** What noise alone adds to the comparison, grey levels per pixel. */
const LEAST_RESIDUAL = 2;
/** Pixels of a 5x5 window whose texture must be that of the background. */
const MATCHING = 12;

/**
 * Finds where a difference may be a change of light only: the same texture, dimmed or brightened by
 * one factor, without the sharp edges that things have.
 */
export class Shade {
  readonly #matches: Float32Array;
  readonly #scratch: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#matches = new Float32Array(width * height);
    this.#scratch = new Float32Array(width * height);
  }

  /** @param smoothed Smoothed difference of picture and background. */
  run(
    picture: Float32Array,
    background: Float32Array,
    smoothed: Float32Array,
    candidates: Uint8Array,
  ): void {
    const { width, height } = this;
    const matches = this.#matches.fill(0);
    for (let y = 1; y < height - 1; y++)
      for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
        if (candidates[i] === 0) { matches[i]= MATCHING/25; continue;}
        const factor = 1 + smoothed[i]! / Math.max(8, background[i]!);
        if (factor < DARKEST || factor > BRIGHTEST) continue;
        const gx = picture[i + 1]! - picture[i - 1]! - factor * (background[i + 1]! - background[i - 1]!);
        const gy =
          picture[i + width]! -
          picture[i - width]! -
          factor * (background[i + width]! - background[i - width]!);
        const bound = SOFTNESS * smoothed[i]!;
        if (0.25 * (gx * gx + gy * gy) < bound * bound + LEAST_RESIDUAL * LEAST_RESIDUAL) matches[i] = 1;
      }
    sum5x5(matches, matches, this.#scratch, width);
  }

  /** Whether light alone explains the difference at a pixel. */
  explains(pixel: number, background: number, difference: number): boolean {
    const factor = 1 + difference / Math.max(8, background);
    return factor > DARKEST && factor < BRIGHTEST && this.#matches[pixel]! >= MATCHING;
  }
}
