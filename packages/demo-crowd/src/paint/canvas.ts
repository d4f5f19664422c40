import { Random } from '../random.js';
import { TRUTH_NOBODY } from '../types.js';
import type { Colour } from './colour.js';
import { expose } from './light.js';
import { Spans } from './spans.js';

/** Rows of the texture of cloth, and columns; powers of two so that it repeats by masking. */
const FOLDS = 64;
const RELIEF_ACROSS = 32;
const FOLDS_PER_BODY = 90;
const BLACK = 16;

/**
 * A picture being painted, I420 without padding, and who covers each of its pixels.
 * Shapes are lit from the upper left and textured like cloth, with soft edges.
 */
export class Canvas {
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** One of the TRUTH_ values per luma pixel. */
  readonly mask: Uint8Array;
  /** The luma that each luma of a colour has in the light of the moment. */
  readonly exposure = new Uint8Array(256);
  readonly #spans: Spans;
  readonly #relief = modelLimb();
  #owner = TRUTH_NOBODY;
  #anchorY = 0;
  #foldsPerPixel = 1;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.y = new Uint8Array(width * height);
    this.u = new Uint8Array((width / 2) * (height / 2));
    this.v = new Uint8Array((width / 2) * (height / 2));
    this.mask = new Uint8Array(width * height);
    this.#spans = new Spans(height);
    expose(1, this.exposure);
  }

  /**
   * What is painted from now on belongs to `owner` (a TRUTH_ value) and carries its texture with it.
   * @param y height of a point fixed to the thing, pixels
   * @param bodyHeight its scale: the height of a person beside it, pixels
   */
  begin(owner: number, y: number, bodyHeight: number): void {
    this.#owner = owner;
    this.#anchorY = y;
    this.#foldsPerPixel = FOLDS_PER_BODY / bodyHeight;
  }

  /**
   * Paints the convex hull of two circles (x, y, radius; pixels).
   * @param brightness factor for the luma of the colour
   * @param stripe luma added in every other stripe across the body
   */
  capsule(
    x0: number,
    y0: number,
    r0: number,
    x1: number,
    y1: number,
    r1: number,
    colour: Colour,
    brightness = 1,
    stripe = 0,
  ): void {
    this.#spans.scan(x0, y0, r0, x1, y1, r1);
    this.#fillLuma(this.exposure[(BLACK + (colour.y - BLACK) * brightness) | 0]!, stripe);
    this.#spans.halve();
    this.#fillChroma(colour.u, colour.v);
  }

  /** Darkens an ellipse, most in its middle: `depth` 0..1. Covers nobody. */
  shadow(x: number, y: number, radiusX: number, radiusY: number, depth: number): void {
    const { y: plane, width } = this;
    const top = Math.max(0, Math.ceil(y - radiusY));
    const bottom = Math.min(this.height, Math.floor(y + radiusY));
    for (let row = top; row < bottom; row++) {
      const dy = (row + 0.5 - y) / radiusY;
      const middle = 1 - dy * dy;
      const half = radiusX * Math.sqrt(Math.max(0, middle));
      const left = Math.max(0, Math.ceil(x - half - 0.5));
      const right = Math.min(width, Math.ceil(x + half - 0.5));
      let dx = (left + 0.5 - x) / radiusX;
      for (let at = row * width + left; at < row * width + right; at++) {
        plane[at] = BLACK + (plane[at]! - BLACK) * (1 - depth * (middle - dx * dx));
        dx += 1 / radiusX;
      }
    }
  }

  #fillLuma(base: number, stripe: number): void {
    const { left, right, top, bottom } = this.#spans;
    for (let row = top; row < bottom; row++) {
      const from = left[row]!;
      const to = right[row]!;
      if (to <= 0 || from >= this.width || to <= from) continue;
      const fold = Math.floor((row - this.#anchorY) * this.#foldsPerPixel);
      const tone = base + ((fold >> 2) & 1) * stripe;
      this.#fillLumaRow(row * this.width, from, to, tone, fold & (FOLDS - 1));
    }
  }

  #fillLumaRow(line: number, from: number, to: number, tone: number, fold: number): void {
    const { y: plane, mask } = this;
    const relief = this.#relief;
    const owner = this.#owner;
    // Dark cloth shows less of its folds than light cloth.
    const contrast = 56 + (tone >> 1);
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(this.width - 1, Math.ceil(to) - 1);
    const behindFirst = plane[line + first]!;
    const behindLast = plane[line + last]!;
    const ownerFirst = mask[line + first]!;
    const ownerLast = mask[line + last]!;
    // Fixed point, 16 bits after the point, is what makes this loop fast.
    const steps = (RELIEF_ACROSS * 65536) / Math.max(1, to - from);
    const step = steps | 0;
    let across = ((fold * 3 + 1) * RELIEF_ACROSS * 65536 + (first + 0.5 - from) * steps) | 0;
    for (let at = line + first; at <= line + last; at++) {
      plane[at] = tone + ((relief[across >> 16]! * contrast) >> 7);
      mask[at] = owner;
      across = (across + step) | 0;
    }
    const coverFirst = coverage(first, from, to);
    mix(plane, line + first, behindFirst, 1 - coverFirst);
    if (coverFirst < 0.5) mask[line + first] = ownerFirst;
    if (first === last) return;
    const coverLast = coverage(last, from, to);
    mix(plane, line + last, behindLast, 1 - coverLast);
    if (coverLast < 0.5) mask[line + last] = ownerLast;
  }

  #fillChroma(blue: number, red: number): void {
    const { u, v } = this;
    const width = this.width / 2;
    const { left, right, top, bottom } = this.#spans;
    for (let row = top; row < bottom; row++) {
      const from = left[row]!;
      const to = right[row]!;
      if (to <= 0 || from >= width || to <= from) continue;
      const first = Math.max(0, Math.floor(from));
      const last = Math.min(width - 1, Math.ceil(to) - 1);
      const line = row * width;
      for (let at = line + first + 1; at < line + last; at++) {
        u[at] = blue;
        v[at] = red;
      }
      mix(u, line + first, blue, coverage(first, from, to));
      mix(v, line + first, red, coverage(first, from, to));
      if (first === last) continue;
      mix(u, line + last, blue, coverage(last, from, to));
      mix(v, line + last, red, coverage(last, from, to));
    }
  }
}

/** How much of a pixel lies between `from` and `to`, 0..1. */
function coverage(pixel: number, from: number, to: number): number {
  return Math.min(pixel + 1, to) - Math.max(pixel, from);
}

/** Lets what was there before shine through where a new value covers its pixel only in part. */
function mix(plane: Uint8Array, at: number, value: number, cover: number): void {
  plane[at] = plane[at]! + (value - plane[at]!) * cover;
}

/**
 * Brightness to add across a limb, for each of the texture's rows: a cylinder lit from the left
 * (Lambert's law) that is covered with soft folds. Continued to both sides by its own width, for
 * pixels that the limb covers only in part.
 */
function modelLimb(): Int8Array {
  const cloth = weaveCloth();
  const across = 3 * RELIEF_ACROSS;
  return Int8Array.from({ length: FOLDS * across }, (_, i) => {
    const fold = Math.floor(i / across);
    const at = (i % across) - RELIEF_ACROSS;
    const n = Math.max(-1, Math.min(1, ((at + 0.5) / RELIEF_ACROSS) * 2 - 1));
    const lambert = 0.8 * Math.sqrt(1 - n * n) - 0.6 * n;
    const thread = cloth[fold * RELIEF_ACROSS + (at & (RELIEF_ACROSS - 1))]!;
    return Math.max(-22, Math.round((lambert - 0.75) * 34)) + thread;
  });
}

/** Soft folds and threads, -9..9, that repeat without a seam. */
function weaveCloth(): Int8Array {
  const random = new Random(7);
  let cloth = Float32Array.from({ length: FOLDS * RELIEF_ACROSS }, () => random.gaussian());
  for (let pass = 0; pass < 2; pass++) cloth = blurWrapped(cloth);
  return Int8Array.from(cloth, (fold) =>
    Math.max(-9, Math.min(9, Math.round(fold * 14 + random.gaussian()))),
  );
}

function blurWrapped(cloth: Float32Array): Float32Array<ArrayBuffer> {
  return cloth.map((_, at) => {
    const x = at % RELIEF_ACROSS;
    const y = Math.floor(at / RELIEF_ACROSS);
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const row = (y + dy) & (FOLDS - 1);
        sum += cloth[row * RELIEF_ACROSS + ((x + dx) & (RELIEF_ACROSS - 1))]!;
      }
    }
    return sum / 9;
  });
}
