import type { Planes } from '../kernels/planes.js';

/** A pixel is only a halo if something nearby differs 1 / HALO times as much. */
const HALO = 1 / 3;

/**
 * Smoothing, compression and the lens spread a strong difference over its surroundings, some 2 pixels
 * far. Blocks of 2x2 pixels know the strongest difference in and around them.
 */
export class Halo {
  readonly #columns: number;
  readonly #rows: number;
  readonly #block: Uint8Array;
  readonly #around: Uint8Array;

  constructor(
    planes: Planes,
    readonly width: number,
    height: number,
  ) {
    this.#columns = width >> 1;
    this.#rows = height >> 1;
    this.#block = planes.uint8(this.#columns * this.#rows);
    this.#around = planes.uint8(this.#columns * this.#rows);
  }

  /** @param difference Absolute difference of every pixel by itself. */
  update(difference: Uint8Array): void {
    this.#findBlocks(difference);
    const block = this.#block;
    const columns = this.#columns;
    for (let row = 1; row < this.#rows - 1; row++) {
      let left = 0;
      let middle = highest(block, row * columns, columns);
      for (let i = row * columns; i < (row + 1) * columns - 1; i++) {
        const right = highest(block, i + 1, columns);
        const side = left > right ? left : right;
        this.#around[i] = side > middle ? side : middle;
        left = middle;
        middle = right;
      }
    }
  }

  /** Whether the difference at a pixel is only the halo of a stronger one nearby. */
  covers(difference: Uint8Array, x: number, y: number): boolean {
    const strongest = this.#around[(y >> 1) * this.#columns + (x >> 1)]!;
    return difference[y * this.width + x]! < HALO * strongest;
  }

  #findBlocks(difference: Uint8Array): void {
    const { width } = this;
    for (let row = 0, o = 0; row < this.#rows; row++)
      for (let x = 0, i = 2 * row * width; x < this.#columns; x++, i += 2) {
        const a = difference[i]!;
        const b = difference[i + 1]!;
        const c = difference[i + width]!;
        const d = difference[i + width + 1]!;
        const ab = a > b ? a : b;
        const cd = c > d ? c : d;
        this.#block[o++] = ab > cd ? ab : cd;
      }
  }
}

/** The highest of a value, the one above and the one below. */
function highest(block: Uint8Array, i: number, columns: number): number {
  const here = block[i]!;
  const above = block[i - columns]!;
  const below = block[i + columns]!;
  const outer = above > below ? above : below;
  return here > outer ? here : outer;
}
