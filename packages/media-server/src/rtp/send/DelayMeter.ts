/** How much longer a viewer's packets take there and back than at best. */
export class DelayMeter {
  #latestMs = 0;
  #leastMs = Infinity;

  /** @param roundTripMs 0 while unknown. */
  reported(roundTripMs: number): void {
    if (roundTripMs === 0) return;
    this.#latestMs = roundTripMs;
    this.#leastMs = Math.min(this.#leastMs, roundTripMs);
  }

  /** Milliseconds, by the last report. */
  get addedMs(): number {
    return this.#latestMs === 0 ? 0 : this.#latestMs - this.#leastMs;
  }
}
