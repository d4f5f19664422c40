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
    let lower = crowdIn(data, 0, width);
    for (let row = 0; row < height; row++) {
      const upper = lower;
      const below = Math.min(row + 1, height - 1) * width;
      lower = crowdIn(data, below, width);
      // The cell before a mask pixel has it as its right corners.
      const start = Math.max(0, Math.min(upper.start, lower.start) - 1);
      this.#readRow(data, row * width, below, start, Math.max(upper.end, lower.end));
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

  /** Columns `start` to `end` (exclusive) of the cells between two rows of the mask. */
  #readRow(data: Uint8Array, upper: number, lower: number, start: number, end: number): void {
    const last = this.width - 1;
    let left = data[upper + start]! | (data[lower + start]! << 2);
    let corners = 0;
    let from = start;
    for (let column = start; column < end; column++) {
      const next = Math.min(column + 1, last);
      const right = data[upper + next]! | (data[lower + next]! << 2);
      const cell = left | (right << 4);
      left = right;
      if (cell === corners) continue;
      if (corners !== 0) this.#push(from, column, corners);
      corners = cell;
      from = column;
    }
    if (corners !== 0) this.#push(from, end, corners);
  }

  #push(start: number, end: number, corners: number): void {
    this.#runs[this.#count++] = start | (end << COLUMN_BITS) | (corners << (2 * COLUMN_BITS));
  }
}

/** The columns of the first crowd in a row, and behind the last; the other way round where there is none. */
function crowdIn(data: Uint8Array, offset: number, width: number): { start: number; end: number } {
  let start = 0;
  while (start < width && data[offset + start] === 0) start++;
  let end = width;
  while (end > start && data[offset + end - 1] === 0) end--;
  return start < width ? { start, end } : { start: width, end: 0 };
}
