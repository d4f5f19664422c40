import type { LumaFrame } from '../types.js';

/** The part of each input column (or row) that falls on each output one. */
interface Coverage {
  /** First input index per output index. */
  readonly first: Int32Array;
  /** Number of inputs per output index. */
  readonly count: Int32Array;
  /** Weights of those inputs, summing to 1, `stride` per output index. */
  readonly weights: Float32Array;
  readonly stride: number;
}

/** Shrinks luma planes of one size by averaging the area under each output pixel. */
export class Downscaler {
  readonly #columns: Coverage;
  readonly #rows: Coverage;
  readonly #line: Float32Array;

  constructor(
    readonly inputWidth: number,
    readonly inputHeight: number,
    readonly width: number,
    readonly height: number,
  ) {
    this.#columns = coverage(inputWidth, width);
    this.#rows = coverage(inputHeight, height);
    this.#line = new Float32Array(inputWidth);
  }

  /** Whether it was made for pictures of this size. */
  fits(frame: LumaFrame): boolean {
    return frame.width === this.inputWidth && frame.height === this.inputHeight;
  }

  /** Writes grey levels 0..255, `width` x `height`, to `output`. */
  run(frame: LumaFrame, output: Float32Array): void {
    if (this.inputWidth === 2 * this.width && this.inputHeight === 2 * this.height)
      this.#halve(frame, output);
    else this.#shrink(frame, output);
  }

  /** The common case, 640x480 to 320x240, several times as fast as the general one. */
  #halve({ data, stride }: LumaFrame, output: Float32Array): void {
    for (let y = 0, o = 0; y < this.height; y++) {
      let i = 2 * y * stride;
      for (let x = 0; x < this.width; x++, i += 2)
        output[o++] = (data[i]! + data[i + 1]! + data[i + stride]! + data[i + stride + 1]!) * 0.25;
    }
  }

  #shrink(frame: LumaFrame, output: Float32Array): void {
    const line = this.#line;
    for (let y = 0; y < this.height; y++) {
      const first = this.#rows.first[y]!;
      const count = this.#rows.count[y]!;
      line.fill(0);
      for (let k = 0; k < count; k++)
        addRow(frame, first + k, this.#rows.weights[y * this.#rows.stride + k]!, line);
      this.#shrinkLine(output, y * this.width);
    }
  }

  #shrinkLine(output: Float32Array, at: number): void {
    const { first, count, weights, stride } = this.#columns;
    const line = this.#line;
    for (let x = 0; x < this.width; x++) {
      let sum = 0;
      const from = first[x]!;
      const w = x * stride;
      for (let k = count[x]! - 1; k >= 0; k--) sum += line[from + k]! * weights[w + k]!;
      output[at + x] = sum;
    }
  }
}

function addRow(frame: LumaFrame, y: number, weight: number, line: Float32Array): void {
  const { data } = frame;
  const row = y * frame.stride;
  for (let x = 0; x < line.length; x++) line[x] = line[x]! + data[row + x]! * weight;
}

function coverage(input: number, output: number): Coverage {
  const scale = input / output;
  const stride = Math.ceil(scale) + 1;
  const first = new Int32Array(output);
  const count = new Int32Array(output);
  const weights = new Float32Array(output * stride);
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
