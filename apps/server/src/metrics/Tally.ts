/** Counts by name, from the start of the process. Names are ours, never a client's: so there are few. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  get entries(): Iterable<[name: string, count: number]> {
    return this.#counts.entries();
  }
}
