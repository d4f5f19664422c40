/** How long a missing packet is asked for, and how often. */
const RETRY_MS = 50;

/** Remembers since when packets are missing and when each was last asked for. */
export class LossList {
  readonly #losses = new Map<number, { readonly since: number; askedAt: number }>();

  /**
   * Takes over the list of what is missing now (ascending) and returns
   * what to ask for: the new ones, and those asked for 50 ms ago or longer.
   */
  update(missing: readonly number[], nowMs: number): number[] {
    const still = new Set(missing);
    for (const sequence of this.#losses.keys()) {
      if (!still.has(sequence)) this.#losses.delete(sequence);
    }
    return missing.filter((sequence) => this.#isDue(sequence, nowMs));
  }

  /** How long the oldest one has been missing, 0 when nothing is. */
  oldestMs(nowMs: number): number {
    let since = nowMs;
    for (const loss of this.#losses.values()) since = Math.min(since, loss.since);
    return nowMs - since;
  }

  #isDue(sequence: number, nowMs: number): boolean {
    const loss = this.#losses.get(sequence);
    if (loss && nowMs - loss.askedAt < RETRY_MS) return false;
    this.#losses.set(sequence, { since: loss?.since ?? nowMs, askedAt: nowMs });
    return true;
  }
}
