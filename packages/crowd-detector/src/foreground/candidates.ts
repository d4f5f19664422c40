import type { Background } from '../background/background.js';
import type { Difference } from './difference.js';

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
/** A pixel within 2 pixels of one that differs 1 / HALO times as much only shows its halo. */
const HALO = 0.35;

/** Finds the pixels that may be foreground, from their difference alone. */
export class Candidates {
  readonly #rowMost: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#rowMost = new Uint8Array(width * height);
  }

  /** Writes 0, {@link WEAK} or {@link SURE} per pixel to `mask`; 0 on the two outermost pixels. */
  run(difference: Difference, background: Background, mask: Uint8Array): void {
    const { width, height } = this;
    this.#findRowMost(difference.sharp);
    mask.fill(0);
    for (let y = 2; y < height - 2; y++)
      for (let i = y * width + 2, end = i + width - 4; i < end; i++) {
        const d = Math.abs(difference.smooth[i]!);
        if (d < LEAST_DIFFERENCE) continue;
        const bound = this.#bound(background, i);
        if (d < bound || this.#isHalo(difference.sharp, i)) continue;
        mask[i] = d < SURELY * bound ? WEAK : SURE;
      }
  }

  #bound({ value, deviation }: Background, i: number): number {
    const gx = value[i + 1]! - value[i - 1]!;
    const gy = value[i + this.width]! - value[i - this.width]!;
    const edge = EDGE_TOLERANCE * 0.5 * (Math.abs(gx) + Math.abs(gy));
    return Math.max(LEAST_DIFFERENCE, DEVIATIONS * deviation[i]!) + edge;
  }

  #findRowMost(sharp: Uint8Array): void {
    const most = this.#rowMost;
    let a = sharp[0]!;
    let b = sharp[1]!;
    let c = sharp[2]!;
    let d = sharp[3]!;
    for (let i = 4; i < sharp.length; i++) {
      const e = sharp[i]!;
      const ab = a > b ? a : b;
      const de = d > e ? d : e;
      const ends = ab > de ? ab : de;
      most[i - 2] = c > ends ? c : ends;
      a = b;
      b = c;
      c = d;
      d = e;
    }
  }

  /** Smoothing, compression and the lens spread a strong difference over its surroundings. */
  #isHalo(sharp: Uint8Array, i: number): boolean {
    const most = this.#rowMost;
    const row = this.width;
    let strongest = most[i]!;
    if (most[i - 2 * row]! > strongest) strongest = most[i - 2 * row]!;
    if (most[i - row]! > strongest) strongest = most[i - row]!;
    if (most[i + row]! > strongest) strongest = most[i + row]!;
    if (most[i + 2 * row]! > strongest) strongest = most[i + 2 * row]!;
    return sharp[i]! < HALO * strongest;
  }
}
