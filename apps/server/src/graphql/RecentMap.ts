/** Remembers so many; when full, the oldest goes. */
export class RecentMap<Value> {
  readonly #capacity: number;
  readonly #known = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    return this.#known.get(key);
  }

  set(key: string, value: Value): void {
    this.#known.set(key, value);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#capacity) return;
      this.#known.delete(oldest);
    }
  }
}
