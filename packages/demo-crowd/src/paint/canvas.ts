import { Random } from '../random.js';
import { TRUTH_NOBODY } from '../types.js';
import type { Colour } from './colour.js';
import { Spans } from './spans.js';

/** Texels of the fabric texture; its side is a power of two so that it repeats by masking. */
const FABRIC_SIDE = 64;
const FABRIC_PER_BODY = 90;
const SHADES = 32;

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
  readonly #spans: Spans;
  readonly #fabric = weaveFabric();
  readonly #shading = shadeRoundBody();
  #owner = TRUTH_NOBODY;
  #anchorX = 0;
  #anchorY = 0;
  #texels = 1;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.y = new Uint8Array(width * height);
    this.u = new Uint8Array((width / 2) * (height / 2));
    this.v = new Uint8Array((width / 2) * (height / 2));
    this.mask = new Uint8Array(width * height);
    this.#spans = new Spans(height);
  }

  /**
   * What is painted from now on belongs to `owner` (a TRUTH_ value) and carries its texture with it.
   * @param x,y a point fixed to the thing, pixels
   * @param bodyHeight its scale: the height of a person beside it, pixels
   */
  begin(owner: number, x: number, y: number, bodyHeight: number): void {
    this.#owner = owner;
    this.#anchorX = x;
    this.#anchorY = y;
    this.#texels = FABRIC_PER_BODY / bodyHeight;
  }

  /**
   * Paints the convex hull of two circles (x, y, radius; pixels).
   * @param stripe brightness added in every other stripe across the body
   */
  capsule(
    x0: number,
    y0: number,
    r0: number,
    x1: number,
    y1: number,
    r1: number,
    colour: Colour,
    stripe = 0,
  ): void {
    this.#spans.scan(x0, y0, r0, x1, y1, r1);
    this.#fillLuma(colour.y, stripe);
    this.#spans.scan(x0 / 2, y0 / 2, r0 / 2, x1 / 2, y1 / 2, r1 / 2);
    this.#fillChroma(this.u, colour.u);
    this.#fillChroma(this.v, colour.v);
  }

  /** Darkens an ellipse, most in its middle: `depth` 0..1. Covers nobody. */
  shadow(x: number, y: number, radiusX: number, radiusY: number, depth: number): void {
    const top = Math.max(0, Math.ceil(y - radiusY));
    const bottom = Math.min(this.height, Math.floor(y + radiusY));
    const left = Math.max(0, Math.ceil(x - radiusX));
    const right = Math.min(this.width, Math.floor(x + radiusX));
    for (let row = top; row < bottom; row++) {
      const dy = (row + 0.5 - y) / radiusY;
      const line = row * this.width;
      for (let column = left; column < right; column++) {
        const dx = (column + 0.5 - x) / radiusX;
        const inside = 1 - dx * dx - dy * dy;
        if (inside > 0) this.y[line + column]! -= this.y[line + column]! * depth * inside;
      }
    }
  }

  #fillLuma(base: number, stripe: number): void {
    const { y: plane, mask, width } = this;
    const { left, right, top, bottom } = this.#spans;
    const shading = this.#shading;
    const fabric = this.#fabric;
    const owner = this.#owner;
    // Dark cloth shows less of its folds than light cloth.
    const contrast = 56 + (base >> 1);
    for (let row = top; row < bottom; row++) {
      const from = left[row]!;
      const to = right[row]!;
      if (to <= 0 || from >= width || to <= from) continue;
      const first = Math.max(0, Math.floor(from));
      const last = Math.min(width - 1, Math.ceil(to) - 1);
      const shadeStep = SHADES / (to - from);
      const fold = Math.floor((row - this.#anchorY) * this.#texels);
      const foldLine = (fold & (FABRIC_SIDE - 1)) * FABRIC_SIDE;
      const tone = base + ((fold >> 2) & 1) * stripe;
      const line = row * width;
      let shadeAt = (first + 0.5 - from) * shadeStep;
      let texel = (first - this.#anchorX) * this.#texels;
      for (let column = first; column <= last; column++) {
        const relief =
          shading[shadeAt & (SHADES - 1)]! + fabric[foldLine + (texel & (FABRIC_SIDE - 1))]!;
        const value = tone + ((relief * contrast) >> 7);
        const at = line + column;
        const cover = Math.min(1, column + 1 - from, to - column);
        plane[at] = cover === 1 ? value : plane[at]! + (value - plane[at]!) * cover;
        if (cover >= 0.5) mask[at] = owner;
        shadeAt += shadeStep;
        texel += this.#texels;
      }
    }
  }

  #fillChroma(plane: Uint8Array, value: number): void {
    const width = this.width / 2;
    const { left, right, top, bottom } = this.#spans;
    for (let row = top; row < Math.min(bottom, this.height / 2); row++) {
      const from = left[row]!;
      const to = right[row]!;
      if (to <= 0 || from >= width || to <= from) continue;
      const first = Math.max(0, Math.floor(from));
      const last = Math.min(width - 1, Math.ceil(to) - 1);
      const line = row * width;
      for (let column = first; column <= last; column++) {
        const cover = Math.min(1, column + 1 - from, to - column);
        const at = line + column;
        plane[at] = cover === 1 ? value : plane[at]! + (value - plane[at]!) * cover;
      }
    }
  }
}

/** Soft folds and threads, -9..9, that repeat without a seam. */
function weaveFabric(): Int8Array {
  const random = new Random(7);
  let cloth = Float32Array.from({ length: FABRIC_SIDE * FABRIC_SIDE }, () => random.gaussian());
  for (let pass = 0; pass < 2; pass++) cloth = blurWrapped(cloth);
  return Int8Array.from(cloth, (fold) =>
    Math.max(-9, Math.min(9, Math.round(fold * 14 + random.gaussian()))),
  );
}

function blurWrapped(cloth: Float32Array): Float32Array<ArrayBuffer> {
  const wrap = FABRIC_SIDE - 1;
  return cloth.map((_, at) => {
    const x = at & wrap;
    const y = Math.floor(at / FABRIC_SIDE);
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        sum += cloth[((y + dy) & wrap) * FABRIC_SIDE + ((x + dx) & wrap)]!;
      }
    }
    return sum / 9;
  });
}

/** Brightness across a cylinder that is lit from the left (Lambert's law). */
function shadeRoundBody(): Int8Array {
  return Int8Array.from({ length: SHADES }, (_, i) => {
    const n = ((i + 0.5) / SHADES) * 2 - 1;
    const lambert = 0.8 * Math.sqrt(1 - n * n) - 0.6 * n;
    return Math.max(-22, Math.round((lambert - 0.75) * 34));
  });
}
