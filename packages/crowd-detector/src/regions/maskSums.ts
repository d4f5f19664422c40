import { MASK_FAST, MASK_NONE } from '../types.js';
import type { CrowdMask } from '../types.js';

const FAST_UNIT = 2 ** 16;

/**
 * Running sums along the rows of a mask, so that counting a region costs two look-ups per row however
 * large the region is, and however many there are.
 */
export class MaskSums {
  /** Per row `width` + 1 sums: crowd pixels in the lower, fast ones in the upper 16 bits. */
  readonly #sums: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#sums = new Uint32Array((width + 1) * height);
  }

  update(mask: CrowdMask): void {
    const { data, width, height } = mask;
    const sums = this.#sums;
    for (let y = 0, i = 0, at = 0; y < height; y++) {
      let sum = 0;
      sums[at++] = 0;
      for (let x = 0; x < width; x++) {
        const value = data[i++]!;
        if (value !== MASK_NONE) sum += value === MASK_FAST ? FAST_UNIT + 1 : 1;
        sums[at++] = sum;
      }
    }
  }

  /** Counts the crowd in the runs (y, from, to) of a region, and how much of it is fast. */
  count(runs: Int32Array): { readonly crowd: number; readonly fast: number } {
    const sums = this.#sums;
    let crowd = 0;
    let fast = 0;
    for (let k = 0; k < runs.length; k += 3) {
      const row = runs[k]! * (this.width + 1);
      const sum = sums[row + runs[k + 2]!]! - sums[row + runs[k + 1]!]!;
      crowd += sum & (FAST_UNIT - 1);
      fast += sum >>> 16;
    }
    return { crowd, fast };
  }
}
