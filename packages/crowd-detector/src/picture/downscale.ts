import type { Planes } from '../kernels/planes.js';

/** How a plane lies in memory. */
export interface PlaneFormat {
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
}

/** The part of each input column (or row) that falls on each output one. */
interface Coverage {
  /** First input index per output index. */
  readonly first: Int32Array;
  /** Number of inputs per output index. */
  readonly count: Int32Array;
  /** Weights of those inputs, summing to 1, `stride` per output index: a multiple of four. */
  readonly weights: Float32Array;
  readonly stride: number;
}

/** Shrinks planes of one size by averaging the area under each output pixel. */
export class Downscaler {
  readonly #planes: Planes;
  readonly #input: Uint8Array;
  readonly #columns: Coverage;
  readonly #rows: Coverage;
  readonly #line: Float32Array;

  /** @param format Of the planes that are to be shrunk. */
  constructor(
    planes: Planes,
    readonly format: PlaneFormat,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#input = planes.uint8(format.stride * format.height);
    this.#columns = coverage(planes, format.width, width);
    this.#rows = coverage(planes, format.height, height);
    this.#line = planes.float32(format.width);
  }

  /** Writes levels 0..255, `width` x `height`, to `output`. */
  run(data: Uint8Array, output: Float32Array): void {
    const input = this.#input;
    input.set(data.length > input.length ? data.subarray(0, input.length) : data);
    const { width, height } = this.format;
    if (width === 2 * this.width && height === 2 * this.height) this.#halve(output);
    else this.#shrink(output);
  }

  /** The common case, 640x480 to 320x240, several times as fast as the general one. */
  #halve(output: Float32Array): void {
    const { kernels, at } = this.#planes;
    kernels.halveBytes(at(this.#input), this.format.stride, at(output), this.width, this.height);
  }

  #shrink(output: Float32Array): void {
    const { kernels, at } = this.#planes;
    const { width, stride } = this.format;
    const [rows, columns] = [this.#rows, this.#columns];
    const line = at(this.#line);
    for (let y = 0; y < this.height; y++) {
      const input = at(this.#input) + rows.first[y]! * stride;
      const weights = at(rows.weights) + 4 * y * rows.stride;
      kernels.sumRows(input, stride, weights, rows.count[y]!, line, width);
      kernels.sumColumns(
        line,
        at(columns.first),
        at(columns.weights),
        columns.stride,
        at(output) + 4 * y * this.width,
        this.width,
      );
    }
  }
}

function coverage(planes: Planes, input: number, output: number): Coverage {
  const scale = input / output;
  const stride = 4 * Math.ceil((Math.ceil(scale) + 1) / 4);
  const first = planes.int32(output);
  const count = planes.int32(output);
  const weights = planes.float32(output * stride);
  for (let i = 0; i < output; i++) {
    const from = i * scale;
    const to = Math.min(input, (i + 1) * scale);
    const start = Math.floor(from);
    first[i] = start;
    for (let k = start; k < to - 1e-6; k++) {
      weights[i * stride + count[i]!] = (Math.min(k + 1, to) - Math.max(k, from)) / scale;
      count[i]!++;
    }
  }
  return { first, count, weights, stride };
}
