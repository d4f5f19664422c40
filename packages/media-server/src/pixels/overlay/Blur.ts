import type { Planes } from '../codec/Picture.js';

/**
 * Cells along the shorter side of the picture. A face as high as a third of the picture is five cells
 * high; every other familiar face is still known at ten, hardly any below (Yip and Sinha 2002).
 */
const CELLS = 16;
/** So many samples along the side of a cell are enough for its mean. */
const SAMPLES = 8;
const FRACTION_BITS = 16;

/**
 * Leaves of a picture only the mean of each cell, with smooth passages in between. What is lost does
 * not depend on what anybody recognised in the picture.
 */
export class Blur {
  readonly #luma: PlaneBlur;
  readonly #chroma: PlaneBlur;

  /** For pictures of this size. */
  constructor(width: number, height: number) {
    const chromaCell = Math.max(1, Math.ceil(Math.min(width, height) / CELLS / 2));
    const cell = 2 * chromaCell;
    // Odd, or of stripes it might see one kind only.
    const step = Math.floor(cell / SAMPLES) | 1;
    this.#luma = new PlaneBlur(width, height, cell, step);
    this.#chroma = new PlaneBlur((width + 1) >> 1, (height + 1) >> 1, chromaCell, step);
  }

  draw({ y, u, v, strideY, strideUV }: Planes): void {
    this.#luma.draw(y, strideY);
    this.#chroma.draw(u, strideUV);
    this.#chroma.draw(v, strideUV);
  }
}

class PlaneBlur {
  readonly #columns: number;
  readonly #rows: number;
  readonly #means: Float32Array;
  /** One row of means, between two rows of cells. */
  readonly #line: Int32Array;

  /** @param step From one sample to the next; and so many rows are drawn alike. */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly cell: number,
    readonly step: number,
  ) {
    this.#columns = Math.ceil(width / cell);
    this.#rows = Math.ceil(height / cell);
    this.#means = new Float32Array(this.#columns * this.#rows);
    this.#line = new Int32Array(this.#columns);
  }

  draw(plane: Uint8Array, stride: number): void {
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        this.#means[row * this.#columns + column] = this.#mean(plane, stride, row, column);
      }
    }
    for (let top = 0; top < this.height; top += this.step) {
      this.#interpolateRow(top + this.step / 2);
      const start = top * stride;
      this.#drawRow(plane, start);
      const bottom = Math.min(this.height, top + this.step);
      for (let y = top + 1; y < bottom; y++) {
        plane.copyWithin(y * stride, start, start + this.width);
      }
    }
  }

  /** Cells at the end reach back over those before them, so that all are whole. */
  #mean(plane: Uint8Array, stride: number, row: number, column: number): number {
    const { step } = this;
    const right = Math.min(this.width, (column + 1) * this.cell);
    const left = Math.max(0, right - this.cell);
    const bottom = Math.min(this.height, (row + 1) * this.cell);
    let sum = 0;
    let count = 0;
    for (let y = Math.max(0, bottom - this.cell); y < bottom; y += step) {
      for (let at = y * stride + left; at < y * stride + right; at += step) {
        sum += plane[at]!;
        count++;
      }
    }
    return sum / count;
  }

  /** The means at a height. */
  #interpolateRow(y: number): void {
    const place = Math.min(this.#rows - 1, Math.max(0, y / this.cell - 0.5));
    const upper = Math.floor(place) * this.#columns;
    const lower = Math.min(this.#rows - 1, Math.floor(place) + 1) * this.#columns;
    const share = place % 1;
    for (let column = 0; column < this.#columns; column++) {
      const from = this.#means[upper + column]!;
      const mean = from + (this.#means[lower + column]! - from) * share;
      this.#line[column] = mean * (1 << FRACTION_BITS);
    }
  }

  /** From the middle of each cell to the middle of the next in a straight line. */
  #drawRow(plane: Uint8Array, start: number): void {
    const line = this.#line;
    const end = start + this.width;
    const half = this.cell >> 1;
    plane.fill(line[0]! >> FRACTION_BITS, start, Math.min(end, start + half));
    let at = start + half;
    for (let column = 0; column + 1 < line.length; column++) {
      let value = line[column]!;
      const step = Math.trunc((line[column + 1]! - value) / this.cell);
      const stop = Math.min(end, at + this.cell);
      for (; at < stop; at++) {
        plane[at] = value >> FRACTION_BITS;
        value += step;
      }
    }
    if (at < end) plane.fill(line.at(-1)! >> FRACTION_BITS, at, end);
  }
}
