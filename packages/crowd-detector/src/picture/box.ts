/** Sums over square windows, with running sums: the cost does not depend on the window's size. */
export class BoxFilter {
  readonly #rows: Float32Array;
  readonly #column: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#rows = new Float32Array(width * height);
    this.#column = new Float32Array(width);
  }

  /**
   * Writes to `output` the sum over the (2 radius + 1)^2 pixels around each pixel times `scale`;
   * beyond the border there is nothing. `output` may be `input`.
   */
  run(input: Float32Array, output: Float32Array, radius: number, scale = 1): void {
    this.#sumRows(input, radius);
    this.#sumColumns(output, radius, scale);
  }

  #sumRows(input: Float32Array, radius: number): void {
    const { width, height } = this;
    const rows = this.#rows;
    const r = Math.min(radius, width - 1);
    for (let y = 0, at = 0; y < height; y++, at += width) {
      let sum = 0;
      for (let x = 0; x < r; x++) sum += input[at + x]!;
      for (let x = 0; x < width; x++) {
        if (x + r < width) sum += input[at + x + r]!;
        rows[at + x] = sum;
        if (x >= r) sum -= input[at + x - r]!;
      }
    }
  }

  #sumColumns(output: Float32Array, radius: number, scale: number): void {
    const { width, height } = this;
    const rows = this.#rows;
    const column = this.#column.fill(0);
    const r = Math.min(radius, height - 1);
    for (let y = -r; y < height; y++) {
      const entering = y + r < height ? (y + r) * width : -1;
      const leaving = y - r - 1 >= 0 ? (y - r - 1) * width : -1;
      for (let x = 0; x < width; x++) {
        let sum = column[x]!;
        if (entering >= 0) sum += rows[entering + x]!;
        if (leaving >= 0) sum -= rows[leaving + x]!;
        column[x] = sum;
        if (y >= 0) output[y * width + x] = sum * scale;
      }
    }
  }
}
