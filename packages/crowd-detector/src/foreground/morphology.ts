/** Grows and shrinks masks (0 or 1 per pixel) by squares; the cost does not depend on their size. */
export class Morphology {
  readonly #rows: Uint8Array;
  readonly #column: Int16Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#rows = new Uint8Array(width * height);
    this.#column = new Int16Array(width);
  }

  /** Fills gaps of up to 2 radius pixels, in place. */
  close(mask: Uint8Array, radius: number): void {
    this.dilate(mask, radius);
    this.erode(mask, radius);
  }

  /** Removes what is thinner than 2 radius + 1 pixels, in place. */
  open(mask: Uint8Array, radius: number): void {
    this.erode(mask, radius);
    this.dilate(mask, radius);
  }

  /** In place. */
  dilate(mask: Uint8Array, radius: number): void {
    this.#spread(mask, radius, 1);
  }

  /** In place; what lies beyond the border does not erode. */
  erode(mask: Uint8Array, radius: number): void {
    this.#spread(mask, radius, 0);
  }

  /** Gives every pixel within the radius of one that has `value` that value, too. */
  #spread(mask: Uint8Array, radius: number, value: 0 | 1): void {
    this.#spreadRows(mask, Math.min(radius, this.width - 1), value);
    this.#spreadColumns(mask, Math.min(radius, this.height - 1), value);
  }

  #spreadRows(mask: Uint8Array, r: number, value: 0 | 1): void {
    const { width } = this;
    const rows = this.#rows;
    for (let y = 0, at = 0; y < this.height; y++, at += width) {
      let count = 0;
      for (let x = 0; x < r; x++) if (mask[at + x] === value) count++;
      for (let x = 0; x < width; x++) {
        if (x + r < width && mask[at + x + r] === value) count++;
        rows[at + x] = count > 0 ? 1 : 0;
        if (x >= r && mask[at + x - r] === value) count--;
      }
    }
  }

  #spreadColumns(mask: Uint8Array, r: number, value: 0 | 1): void {
    const { width, height } = this;
    const rows = this.#rows;
    const column = this.#column.fill(0);
    const other = 1 - value;
    for (let y = -r; y < height; y++) {
      const entering = y + r < height ? (y + r) * width : -1;
      const leaving = y - r - 1 >= 0 ? (y - r - 1) * width : -1;
      const here = y * width;
      for (let x = 0; x < width; x++) {
        let count = column[x]!;
        if (entering >= 0) count += rows[entering + x]!;
        if (leaving >= 0) count -= rows[leaving + x]!;
        column[x] = count;
        if (y >= 0) mask[here + x] = count > 0 ? value : other;
      }
    }
  }
}
