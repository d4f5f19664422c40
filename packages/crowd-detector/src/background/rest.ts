import type { Planes } from '../kernels/planes.js';
import { accumulate, sumWithin } from '../picture/areaTable.js';
import type { Background } from './background.js';

/** Side of a cell at 320 pixels wide. */
const CELL = 4;
/** Change is judged over this many cells to each side: about the breadth of somebody far away. */
const REACH = 2;
/** Seconds without change after which a cell has been at rest: what it shows then is background. */
const REST = 1;
/** Seconds of unbroken change, before any rest, after which a cell is crowd. */
const RESTLESS = 4;
/** A pause shorter than this does not break it, seconds. */
const PAUSE = 0.5;
/** Share of the picture that must not have rested yet for this to be a packed crowd. */
const MUCH = 0.25;
/** Mean squared change that counts: so many times what noise makes, and at least this. Squared grey levels. */
const NOISE_FACTOR = 2.5;
const LEAST_CHANGE = 25;
/** Where all is crowd, noise cannot be measured and reads too high; it is not believed beyond this. */
const MOST_NOISE = 5;

/**
 * Where the picture has never been at rest, no background has been seen yet, and what does not rest
 * is crowd: a stand full of people who jostle from the first picture on. Costs nothing any more once
 * most of the picture has rested.
 */
export class Rest {
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #rested: Uint8Array;
  /** Cells that have not rested yet. */
  #waiting: number;
  /** Seconds since the last change, and seconds of unbroken change, per cell. */
  readonly #still: Float32Array;
  readonly #restless: Float32Array;
  /** Summed-area table of the squared change. */
  readonly #change: Float64Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#cell = Math.max(1, Math.round((CELL * width) / 320));
    this.#columns = Math.ceil(width / this.#cell);
    this.#rows = Math.ceil(height / this.#cell);
    const cells = this.#columns * this.#rows;
    this.#waiting = cells;
    this.#rested = planes.uint8(cells);
    this.#still = planes.float32(cells);
    this.#restless = planes.float32(cells);
    this.#change = new Float64Array((this.#columns + 1) * (this.#rows + 1));
  }

  /** Whether much of the picture has not rested yet; otherwise the few who move will leave. */
  get isAwaited(): boolean {
    return this.#waiting >= MUCH * this.#rested.length;
  }

  reset(): void {
    this.#waiting = this.#rested.length;
    this.#rested.fill(0);
    this.#still.fill(0);
    this.#restless.fill(0);
  }

  copyFrom(other: Rest): void {
    this.#waiting = other.#waiting;
    this.#rested.set(other.#rested);
    this.#still.set(other.#still);
    this.#restless.set(other.#restless);
  }

  /**
   * Watches what has changed; what a cell shows when it comes to rest for the first time becomes background.
   * @param noise Standard deviation of a pixel's grey level.
   * @param seconds Time since the last picture.
   */
  update(
    picture: Float32Array,
    before: Float32Array,
    background: Background,
    noise: number,
    seconds: number,
  ): void {
    if (!this.isAwaited) return;
    this.#sumChange(picture, before);
    const sigma = Math.min(noise, MOST_NOISE);
    const bound = LEAST_CHANGE + NOISE_FACTOR * 2 * sigma * sigma;
    for (let row = 0, i = 0; row < this.#rows; row++)
      for (let column = 0; column < this.#columns; column++, i++) {
        if (this.#rested[i] === 1) continue;
        const changes = this.#changeAround(column, row) > bound;
        this.#still[i] = changes ? 0 : this.#still[i]! + seconds;
        this.#restless[i] = this.#still[i]! > PAUSE ? 0 : this.#restless[i]! + seconds;
        if (this.#still[i]! >= REST) this.#settle(i, picture, background);
      }
  }

  /** Adds what does not rest to the crowd. */
  claim(mask: Uint8Array): void {
    if (!this.isAwaited) return;
    for (let i = 0; i < this.#rested.length; i++)
      if (this.#rested[i] === 0 && this.#restless[i]! >= RESTLESS)
        this.#eachRow(i, (from, to) => mask.fill(1, from, to));
  }

  #settle(cell: number, picture: Float32Array, background: Background): void {
    this.#rested[cell] = 1;
    this.#waiting--;
    this.#eachRow(cell, (from, to) => {
      for (let i = from; i < to; i++) background.settle(i, picture[i]!, REST);
    });
  }

  /** Calls back with the runs of pixels that make up a cell. */
  #eachRow(cell: number, visit: (from: number, to: number) => void): void {
    const left = (cell % this.#columns) * this.#cell;
    const right = Math.min(this.width, left + this.#cell);
    const top = Math.floor(cell / this.#columns) * this.#cell;
    const bottom = Math.min(this.height, top + this.#cell);
    for (let y = top; y < bottom; y++) visit(y * this.width + left, y * this.width + right);
  }

  #sumChange(picture: Float32Array, before: Float32Array): void {
    const change = this.#change.fill(0);
    const stride = this.#columns + 1;
    for (let y = 0, i = 0; y < this.height; y++) {
      const row = (Math.floor(y / this.#cell) + 1) * stride + 1;
      for (let x = 0; x < this.width; x++, i++) {
        const d = picture[i]! - before[i]!;
        change[row + Math.floor(x / this.#cell)]! += d * d;
      }
    }
    accumulate(change, this.#columns, this.#rows);
  }

  /** Mean squared change of the pixels in reach of a cell. */
  #changeAround(column: number, row: number): number {
    const left = Math.max(0, column - REACH);
    const right = Math.min(this.#columns, column + REACH + 1);
    const top = Math.max(0, row - REACH);
    const bottom = Math.min(this.#rows, row + REACH + 1);
    const pixels = (right - left) * (bottom - top) * this.#cell * this.#cell;
    return sumWithin(this.#change, this.#columns, left, top, right, bottom) / pixels;
  }
}
