import type { Planes } from '../kernels/planes.js';

/** Closes gaps in masks (0 or 1 per pixel): grows them by a square and shrinks them again, 32 pixels at a time. */
export class Morphology {
  /** Words per row. */
  readonly #words: number;
  /** The bits of a row's last word that are pixels. */
  readonly #lastWord: number;
  readonly #bits: Int32Array;
  readonly #grown: Int32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#words = Math.ceil(width / 32);
    this.#lastWord = width % 32 === 0 ? -1 : (1 << (width % 32)) - 1;
    this.#bits = planes.int32(this.#words * height);
    this.#grown = planes.int32(this.#words * height);
  }

  /** Fills gaps of up to 2 radius pixels, in place. What lies beyond the border does not count as a gap. */
  close(mask: Uint8Array, radius: number): void {
    this.#pack(mask);
    this.#grow(radius);
    this.#invert();
    this.#grow(radius);
    this.#invert();
    this.#unpack(mask);
  }

  #grow(radius: number): void {
    for (let step = 0; step < radius; step++) this.#growByOne();
  }

  #growByOne(): void {
    const bits = this.#bits;
    const grown = this.#grown;
    const words = this.#words;
    for (let y = 0, i = 0; y < this.height; y++) {
      for (let word = 0; word < words; word++, i++) {
        const here = bits[i]!;
        const before = word > 0 ? bits[i - 1]! >>> 31 : 0;
        const after = word < words - 1 ? bits[i + 1]! << 31 : 0;
        grown[i] = here | (here << 1) | before | (here >>> 1) | after;
      }
      grown[i - 1]! &= this.#lastWord;
    }
    const last = bits.length - words;
    for (let i = 0; i < bits.length; i++) {
      const above = i >= words ? grown[i - words]! : 0;
      const below = i < last ? grown[i + words]! : 0;
      bits[i] = grown[i]! | above | below;
    }
  }

  #invert(): void {
    const bits = this.#bits;
    const words = this.#words;
    for (let i = 0; i < bits.length; i++) bits[i] = ~bits[i]!;
    for (let i = words - 1; i < bits.length; i += words) bits[i]! &= this.#lastWord;
  }

  #pack(mask: Uint8Array): void {
    const bits = this.#bits;
    for (let y = 0, i = 0, at = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x += 32, i++) {
        const count = Math.min(32, this.width - x);
        let word = 0;
        for (let bit = 0; bit < count; bit++) word |= mask[at++]! << bit;
        bits[i] = word;
      }
  }

  #unpack(mask: Uint8Array): void {
    const bits = this.#bits;
    for (let y = 0, i = 0, at = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x += 32, i++) {
        const count = Math.min(32, this.width - x);
        const word = bits[i]!;
        for (let bit = 0; bit < count; bit++) mask[at++] = (word >>> bit) & 1;
      }
  }
}
