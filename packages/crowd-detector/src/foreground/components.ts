import type { Planes } from '../kernels/planes.js';

/** The connected pieces of a mask, as runs of pixels joined by union-find. */
export class Components {
  /** Number of runs found. */
  runs = 0;
  /** Number of components; their ids are 0..count-1. */
  count = 0;
  readonly runY: Int32Array;
  readonly runFrom: Int32Array;
  /** One past the last pixel. */
  readonly runTo: Int32Array;
  /** The component of each run. */
  readonly runComponent: Int32Array;
  readonly #parent: Int32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    const most = height * Math.ceil(width / 2);
    this.runY = planes.int32(most);
    this.runFrom = planes.int32(most);
    this.runTo = planes.int32(most);
    this.runComponent = planes.int32(most);
    this.#parent = planes.int32(most);
  }

  /** The most components there can be. */
  get capacity(): number {
    return this.#parent.length;
  }

  /** Finds the pieces of what is not zero; pixels that touch at a corner belong together. */
  findSet(mask: Uint8Array): void {
    this.#find(mask, false, 1);
  }

  /** Finds the pieces of what is zero; pixels that touch at a corner only do not belong together. */
  findZero(mask: Uint8Array): void {
    this.#find(mask, true, 0);
  }

  /** Writes a value to the pixels of a run. */
  paint(mask: Uint8Array, run: number, value: number): void {
    const row = this.runY[run]! * this.width;
    mask.fill(value, row + this.runFrom[run]!, row + this.runTo[run]!);
  }

  #find(mask: Uint8Array, zero: boolean, reach: 0 | 1): void {
    this.runs = 0;
    let above = 0;
    for (let y = 0; y < this.height; y++) {
      const start = this.runs;
      this.#scanRow(mask, y, zero);
      this.#join(above, start, reach);
      above = start;
    }
    this.#number();
  }

  #scanRow(mask: Uint8Array, y: number, zero: boolean): void {
    const from = y * this.width;
    const end = from + this.width;
    let run = this.runs;
    let i = from;
    while (i < end) {
      while (i < end && (mask[i] === 0) !== zero) i++;
      if (i === end) break;
      this.runY[run] = y;
      this.runFrom[run] = i - from;
      while (i < end && (mask[i] === 0) === zero) i++;
      this.runTo[run] = i - from;
      this.#parent[run] = run;
      run++;
    }
    this.runs = run;
  }

  /** Joins the runs from `start` on with those of the row above, that begin at `above`. */
  #join(above: number, start: number, reach: number): void {
    let up = above;
    for (let run = start; run < this.runs; run++) {
      while (up < start && this.runTo[up]! + reach <= this.runFrom[run]!) up++;
      for (let k = up; k < start && this.runFrom[k]! < this.runTo[run]! + reach; k++)
        this.#unite(k, run);
    }
  }

  #unite(a: number, b: number): void {
    const rootA = this.#root(a);
    const rootB = this.#root(b);
    // The smaller index stays the root, so that a root always comes before its runs.
    if (rootA < rootB) this.#parent[rootB] = rootA;
    else this.#parent[rootA] = rootB;
  }

  #root(run: number): number {
    const parent = this.#parent;
    let at = run;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  #number(): void {
    this.count = 0;
    for (let run = 0; run < this.runs; run++) {
      const root = this.#root(run);
      this.runComponent[run] = root === run ? this.count++ : this.runComponent[root]!;
    }
  }
}
