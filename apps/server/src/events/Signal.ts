/** Tells listeners that something has changed. What it is, they look up themselves. */
export class Signal {
  readonly #listeners = new Set<() => void>();

  /** @returns a function that ends the listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    this.#listeners.forEach((listener) => listener());
  }
}
