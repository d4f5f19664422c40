/**
 * Turns a counter that wraps at 2^bits (sequence number, timestamp) into one that does not:
 * each value is taken as the nearest to the highest so far. Never negative for values
 * less than 2^bits behind the first.
 */
export class Unwrapper {
  readonly #modulus: number;
  #highest: number | undefined;

  constructor(bits: 16 | 32) {
    this.#modulus = 2 ** bits;
  }

  unwrap(value: number): number {
    this.#highest ??= this.#modulus + value;
    const half = this.#modulus / 2;
    const ahead = (((value - this.#highest) % this.#modulus) + this.#modulus) % this.#modulus;
    const unwrapped = this.#highest + (ahead < half ? ahead : ahead - this.#modulus);
    if (unwrapped > this.#highest) this.#highest = unwrapped;
    return unwrapped;
  }
}
