import type { Sample } from './Sample.js';

/**
 * Adds up counters of many sources, each of which counts from its own beginning. The sums go on
 * growing when a source ends; what it counted after it was last seen is missing.
 */
export class GrowingSums {
  readonly #sums = new Map<string, Sample>();
  readonly #seen = new Map<string, ReadonlyMap<string, number>>();

  get samples(): Sample[] {
    return [...this.#sums.values()];
  }

  /** @param counters - all that the source has counted so far */
  see(source: string, counters: readonly Sample[]): void {
    const before = this.#seen.get(source);
    const now = new Map<string, number>();
    for (const { name, labels, value } of counters) {
      const key = name + JSON.stringify(labels);
      now.set(key, value);
      // What a peer says that it lost may also become less.
      const grown = Math.max(0, value - (before?.get(key) ?? 0));
      this.#sums.set(key, { name, labels, value: (this.#sums.get(key)?.value ?? 0) + grown });
    }
    this.#seen.set(source, now);
  }

  /** A source has ended. */
  forget(source: string): void {
    this.#seen.delete(source);
  }
}
