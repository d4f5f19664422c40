import type { CrowdMask } from '@crowdlens/crowd-detector';

const COLUMN_BITS = 11;
const COLUMN_MASK = (1 << COLUMN_BITS) - 1;

/**
 * The mask as runs of equal cells. A cell lies between four neighbouring mask pixels, whose values
 * make up its `corners`: two bits each for upper left, lower left, upper right and lower right.
 * Empty cells are left out, and they are by far the most.
 */
export class MaskRuns {
  /** Column of the first cell, of the first cell behind the run, and corners; packed. */
  readonly #runs: Int32Array;
  /** For each row the index behind its last run. */
  readonly #rowEnds: Int32Array;
  #count = 0;

  /** For masks of this size, at most 2047 wide. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#runs = new Int32Array(width * height);
    this.#rowEnds = new Int32Array(height);
  }

  read({ data }: CrowdMask): void {
    const { width, height } = this;
    this.#count = 0;
    for (let row = 0; row < height; row++) {
      this.#readRow(data, row * width, Math.min(row + 1, height - 1) * width);
      this.#rowEnds[row] = this.#count;
    }
  }

  /** Index of a row's first run; its last one is before the first of the next row. */
  first(row: number): number {
    return row === 0 ? 0 : this.#rowEnds[row - 1]!;
  }

  start(run: number): number {
    return this.#runs[run]! & COLUMN_MASK;
  }

  end(run: number): number {
    return (this.#runs[run]! >> COLUMN_BITS) & COLUMN_MASK;
  }

  corners(run: number): number {
    return this.#runs[run]! >> (2 * COLUMN_BITS);
  }

  #readRow(data: Uint8Array, upper: number, lower: number): void {
    const { width } = this;
    let left = data[upper]! | (data[lower]! << 2);
    let corners = 0;
    let start = 0;
    for (let column = 0; column < width; column++) {
      const next = column + 1 < width ? column + 1 : column;
      const right = data[upper + next]! | (data[lower + next]! << 2);
      const cell = left | (right << 4);
      left = right;
      if (cell === corners) continue;
      if (corners !== 0) this.#push(start, column, corners);
      corners = cell;
      start = column;
    }
    if (corners !== 0) this.#push(start, width, corners);
  }

  #push(start: number, end: number, corners: number): void {
    this.#runs[this.#count++] = start | (end << COLUMN_BITS) | (corners << (2 * COLUMN_BITS));
  }
}
