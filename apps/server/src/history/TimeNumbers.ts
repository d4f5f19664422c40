/**
 * Numbers that grow and tell the time: milliseconds since 1970, or the next that is free. So they
 * are unique over restarts, and what is old can be told by its number.
 */
export class TimeNumbers {
  #last: number;

  /** @param last - the highest that was given before */
  constructor(last: number) {
    this.#last = last;
  }

  next(now = Date.now()): number {
    this.#last = Math.max(this.#last + 1, now);
    return this.#last;
  }
}
