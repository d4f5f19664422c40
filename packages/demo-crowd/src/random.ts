/**
 * Random numbers and oscillations made of integer arithmetic and + - * / only, whose results IEEE 754
 * fixes to the bit. Math.sin and its like may differ between engines, so no pixel depends on them.
 */

/** A sequence of random numbers that is fixed by its seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = scramble(seed);
  }

  /** Uniform, 0 <= r < 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return scramble(this.#state) / 2 ** 32;
  }

  /** Uniform, `min` <= r < `max`. */
  between(min: number, max: number): number {
    return min + (max - min) * this.next();
  }

  /** True with this probability, 0..1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, which must not be empty. */
  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  /** Mean 0, standard deviation 1: the sum of twelve uniform numbers (central limit theorem). */
  gaussian(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return sum;
  }
}

/** A 32-bit hash, 0 <= h < 2^32 (the finaliser of MurmurHash3, public domain). */
export function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A sine drawn with two parabolas, -1..1; `turns` counts full periods. */
export function wave(turns: number): number {
  const t = turns - Math.floor(turns);
  return t < 0.5 ? 16 * t * (0.5 - t) : -16 * (t - 0.5) * (1 - t);
}
