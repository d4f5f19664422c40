import type { Planes } from '../kernels/planes.js';
import type { Pyramid } from '../picture/pyramid.js';
import { PatchTracker } from './patchTracker.js';

/** Side of a cell, pixels of the processing picture; the kernel that counts its pixels knows it, too. */
export const CELL = 8;
/** Foreground pixels a cell must have to be tracked. */
const LEAST_PIXELS = 8;
/** At most this many cells are tracked per frame; of more, every second, third, ... takes its turn. */
const MOST_CELLS = 64;

/**
 * Sparse optical flow: follows patches of the foreground from the picture back into an earlier one
 * (inverse compositional Lucas-Kanade, Baker and Matthews 2004, over a pyramid). Only foreground
 * pixels of a patch count, so that the still background around a person does not hold it back.
 */
export class Flow {
  readonly columns: number;
  readonly rows: number;
  /** Number of vectors: so many values of the following are valid. */
  count = 0;
  /** The vectors' cells, by their index, row by row. */
  readonly cell = new Int32Array(MOST_CELLS + 1);
  /** Pixels per second, y down. */
  readonly vx = new Float32Array(MOST_CELLS + 1);
  readonly vy = new Float32Array(MOST_CELLS + 1);
  /** Foreground pixels that each vector stands for. */
  readonly pixels = new Int32Array(MOST_CELLS + 1);
  #turn = 0;
  readonly #planes: Planes;
  readonly #weights: Uint8Array;
  readonly #patch: PatchTracker;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#patch = new PatchTracker(planes, width, height);
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.#weights = planes.uint8(this.columns * this.rows);
  }

  /**
   * @param wanted 1 for the pixels whose movement is asked for.
   * @param seconds Time between the two pictures.
   */
  run(picture: Pyramid, before: Pyramid, wanted: Uint8Array, seconds: number): void {
    const every = Math.ceil(this.#weigh(wanted) / MOST_CELLS);
    this.count = 0;
    let seen = this.#turn++;
    for (let cell = 0; cell < this.#weights.length; cell++) {
      if (this.#weights[cell]! < LEAST_PIXELS || seen++ % every !== 0) continue;
      if (!this.#follow(cell, picture, before, wanted)) continue;
      const vector = this.count++;
      this.cell[vector] = cell;
      this.vx[vector] = -this.#patch.dx / seconds;
      this.vy[vector] = -this.#patch.dy / seconds;
      this.pixels[vector] = this.#weights[cell]! * every;
    }
  }

  clear(): void {
    this.count = 0;
  }

  /** Per cell, the share of it that the runs (y, from, to) of a region cover. */
  cellShares(runs: Int32Array): Float32Array {
    const shares = new Float32Array(this.columns * this.rows);
    for (let k = 0; k < runs.length; k += 3) {
      const row = Math.floor(runs[k]! / CELL) * this.columns;
      for (let x = runs[k + 1]!; x < runs[k + 2]!; x++)
        shares[row + Math.floor(x / CELL)]! += 1 / CELL ** 2;
    }
    return shares;
  }

  /** Counts the pixels of each cell; returns the number of cells with enough. */
  #weigh(wanted: Uint8Array): number {
    const { kernels, at } = this.#planes;
    const weights = this.#weights;
    kernels.sumCells8x8(at(wanted), at(weights), this.width, this.height);
    let cells = 0;
    for (const weight of weights) if (weight >= LEAST_PIXELS) cells++;
    return cells;
  }

  /** Finds a cell's patch in the earlier picture, from the coarsest level to the finest. */
  #follow(cell: number, picture: Pyramid, before: Pyramid, wanted: Uint8Array): boolean {
    const x = (cell % this.columns) * CELL + CELL / 2;
    const y = Math.floor(cell / this.columns) * CELL + CELL / 2;
    const patch = this.#patch;
    patch.dx = 0;
    patch.dy = 0;
    for (let level = picture.levels.length - 1; level >= 0; level--) {
      patch.dx *= 2;
      patch.dy *= 2;
      patch.cut(picture.levels[level]!, wanted, x, y, level);
      patch.follow(before.levels[level]!);
    }
    return patch.isFound(before.levels[0]!);
  }
}
