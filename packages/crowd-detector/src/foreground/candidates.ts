import type { Background } from '../background/background.js';
import type { Planes } from '../kernels/planes.js';
import type { Difference } from './difference.js';
import { Halo } from './halo.js';

/** Values of a candidate mask; 0 is background. */
export const WEAK = 1;
export const SURE = 2;

/** A pixel may be foreground from this difference on, grey levels, ... */
const LEAST_DIFFERENCE = 6;
/** ... or from this many times the deviation it has by itself, and surely is from twice of it. */
const DEVIATIONS = 4;
const SURELY = 2;
/** How far an edge of the scene may seem to be displaced, pixels. */
const EDGE_TOLERANCE = 0.12;

/** Finds the pixels that may be foreground, from their difference alone. */
export class Candidates {
  readonly #halo: Halo;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#halo = new Halo(planes, width, height);
  }

  /** Writes 0, {@link WEAK} or {@link SURE} per pixel to `mask`; 0 on the two outermost pixels. */
  run({ smooth, sharp }: Difference, background: Background, mask: Uint8Array): void {
    const { width, height } = this;
    this.#halo.update(sharp);
    mask.fill(0);
    for (let y = 2; y < height - 2; y++)
      for (let x = 2; x < width - 2; x++) {
        const i = y * width + x;
        const d = Math.abs(smooth[i]!);
        if (d < LEAST_DIFFERENCE) continue;
        const bound = this.#bound(background, i);
        if (d < bound || this.#halo.covers(sharp, x, y)) continue;
        mask[i] = d < SURELY * bound ? WEAK : SURE;
      }
  }

  #bound({ value, deviation }: Background, i: number): number {
    const gx = value[i + 1]! - value[i - 1]!;
    const gy = value[i + this.width]! - value[i - this.width]!;
    const edge = EDGE_TOLERANCE * 0.5 * (Math.abs(gx) + Math.abs(gy));
    return Math.max(LEAST_DIFFERENCE, DEVIATIONS * deviation[i]!) + edge;
  }
}
