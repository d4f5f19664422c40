/** How much longer a viewer's packets take there and back than at best. */
export class DelayMeter {
  #leastMs = Infinity;
  /** The least of the present second: one report that was late on its way tells nothing of the path. */
  #leastNowMs = Infinity;
  #addedMs = 0;

  /** @param roundTripMs 0 while unknown. */
  reported(roundTripMs: number): void {
    if (roundTripMs === 0) return;
    this.#leastMs = Math.min(this.#leastMs, roundTripMs);
    this.#leastNowMs = Math.min(this.#leastNowMs, roundTripMs);
  }

  /** The present second is over. @returns Milliseconds; without a report since, what it was before. */
  take(): number {
    if (this.#leastNowMs < Infinity) this.#addedMs = this.#leastNowMs - this.#leastMs;
    this.#leastNowMs = Infinity;
    return this.#addedMs;
  }
}
