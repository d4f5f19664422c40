import type { Planes } from '../kernels/planes.js';

/**
 * How a picture differs from the background as a whole: the camera trembles, exposure and light
 * change. picture(x - shift) = gain * background(x) + offset.
 */
export interface Alignment {
  readonly gain: number;
  /** Grey levels. */
  readonly offset: number;
  /** Pixels of the processing picture. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Share of the samples that the fit explains, 0..1. */
  readonly inliers: number;
}

export const IDENTITY: Alignment = { gain: 1, offset: 0, shiftX: 0, shiftY: 0, inliers: 1 };

/** Every so many pixels, in both directions, a sample. */
const STEP = 6;
const MARGIN = 8;
const ITERATIONS = 4;
/** Beyond this the fit is not believed, pixels. */
const MAX_SHIFT = MARGIN - 2;
/** Shifts below this are taken for noise, pixels. */
const MIN_SHIFT = 0.12;
/** Residual at which a sample's weight has fallen to a half, grey levels. */
const HALF_WEIGHT = 8;
/** The same for a second attempt, when the first finds less than a share of FEW inliers: the light has jumped. */
const WIDE = 40;
const FEW = 0.7;
/** Of fewer samples, or less than this share of all, nothing is concluded: the picture is full of people. */
const LEAST_SAMPLES = 20;
const LEAST_SHARE = 0.1;
/** A step shorter than this is the last one, pixels or grey levels at a middle grey. */
const CONVERGED = 0.03;
const MIDDLE_GREY = 128;
/** Samples this close to black or white may be clipped. */
const DARKEST = 4;
const BRIGHTEST = 248;
/** What is expected of gain, offset and shift from one frame to the next (standard deviations). */
const PRIOR = [0.3, 15, 1, 1] as const;

/**
 * Fits gain, offset and shift by iteratively reweighted least squares (Lucas and Kanade 1981 for the
 * shift, Cauchy weights against whoever walks through the picture) over a grid of samples.
 */
export class Registration {
  readonly #planes: Planes;
  readonly #normal: Float64Array;
  /** The right side, then the number of samples and of inliers. */
  readonly #right: Float64Array;
  /** Gain, offset, shiftX, shiftY as far as they are fitted. */
  readonly #parameters = new Float64Array(4);
  readonly #leastSamples: number;
  #samples = 0;
  #inliers = 0;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#normal = planes.float64(16);
    this.#right = planes.float64(6);
    const samples = (width * height) / STEP ** 2;
    this.#leastSamples = Math.max(LEAST_SAMPLES, LEAST_SHARE * samples);
  }

  /**
   * @param ignore Pixels (background coordinates) that are not zero take no part.
   * @param start Where the search begins: the alignment of the frame before.
   */
  fit(
    picture: Float32Array,
    background: Float32Array,
    ignore: Uint8Array,
    start: Alignment,
  ): Alignment {
    const p = this.#parameters;
    p.set([start.gain, start.offset, start.shiftX, start.shiftY]);
    this.#search(picture, background, ignore, HALF_WEIGHT);
    if (this.#inliers < FEW) {
      p.set([start.gain, start.offset, start.shiftX, start.shiftY]);
      this.#refine(picture, background, ignore, WIDE);
      this.#search(picture, background, ignore, HALF_WEIGHT);
    }
    if (this.#samples < this.#leastSamples) return start;
    const [gain = 1, offset = 0, shiftX = 0, shiftY = 0] = p;
    const plausible =
      gain > 0.2 && gain < 5 && Math.abs(shiftX) < MAX_SHIFT && Math.abs(shiftY) < MAX_SHIFT;
    if (!plausible) return { ...start, inliers: 0 };
    const still = shiftX ** 2 + shiftY ** 2 < MIN_SHIFT ** 2;
    return {
      gain,
      offset,
      shiftX: still ? 0 : shiftX,
      shiftY: still ? 0 : shiftY,
      inliers: this.#inliers,
    };
  }

  #search(
    picture: Float32Array,
    background: Float32Array,
    ignore: Uint8Array,
    halfWeight: number,
  ): void {
    for (let i = 0; i < ITERATIONS; i++)
      if (this.#refine(picture, background, ignore, halfWeight) < CONVERGED) return;
  }

  /** One Gauss-Newton step; returns how far it went, in pixels or as many grey levels. */
  #refine(
    picture: Float32Array,
    background: Float32Array,
    ignore: Uint8Array,
    halfWeight: number,
  ): number {
    const { kernels, at } = this.#planes;
    const p = this.#parameters;
    const gain = p[0]!;
    const offset = p[1]!;
    const shiftX = p[2]!;
    const shiftY = p[3]!;
    const n = this.#normal;
    const b = this.#right;
    this.#samples = 0;
    this.#inliers = 0;
    if (Math.abs(shiftX) >= MAX_SHIFT || Math.abs(shiftY) >= MAX_SHIFT) return 0;

    kernels.sumNormalEquations(
      at(picture),
      at(background),
      at(ignore),
      this.width,
      this.height,
      MARGIN,
      STEP,
      gain,
      offset,
      shiftX,
      shiftY,
      halfWeight,
      DARKEST,
      BRIGHTEST,
      at(n),
      at(b),
    );
    this.#samples = b[4]!;
    if (this.#samples < this.#leastSamples) return 0;
    this.#inliers = b[5]! / this.#samples;
    for (let k = 0; k < 4; k++) n[k * 5]! += (HALF_WEIGHT / PRIOR[k]!) ** 2;
    solveSymmetric4(n, b);
    p[0] = gain + b[0]!;
    p[1] = offset + b[1]!;
    p[2] = shiftX + clampStep(b[2]!);
    p[3] = shiftY + clampStep(b[3]!);
    return Math.max(Math.abs(b[0]!) * MIDDLE_GREY, Math.abs(b[2]!), Math.abs(b[3]!));
  }
}

function clampStep(step: number): number {
  return Math.max(-1, Math.min(1, step));
}

/** Solves n x = b in place (the answer replaces b) by Gaussian elimination; n is positive definite. */
function solveSymmetric4(n: Float64Array, b: Float64Array): void {
  for (let pivot = 0; pivot < 4; pivot++)
    for (let row = pivot + 1; row < 4; row++) {
      const factor = n[row * 4 + pivot]! / n[pivot * 5]!;
      for (let column = pivot; column < 4; column++)
        n[row * 4 + column]! -= factor * n[pivot * 4 + column]!;
      b[row]! -= factor * b[pivot]!;
    }
  for (let row = 3; row >= 0; row--) {
    for (let column = row + 1; column < 4; column++) b[row]! -= n[row * 4 + column]! * b[column]!;
    b[row]! /= n[row * 5]!;
  }
}
