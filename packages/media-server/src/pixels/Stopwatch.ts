/** Adds up the time that a node works; the thread does nothing else meanwhile. */
export class Stopwatch {
  #elapsedMs = 0;

  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  time<T>(work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#elapsedMs += performance.now() - start;
    }
  }
}
