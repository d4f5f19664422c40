/** More of its packets than this a viewer loses because its path takes no more; less is repaired. */
const CONGESTED_LOSS = 0.1;
/** Below this share of what it is sent, a viewer's estimate is meant; above it may be noise. */
const CONGESTED_ESTIMATE = 0.8;
/** How much of what the path takes may be used. */
const HEADROOM = 0.9;
/** A lower rendition that saves less is not worth its looks. */
const WORTHWHILE = 0.85;
/** What is in the queues of the path still speaks of the rendition before. */
const SETTLE_MS = 2000;
/** As long as this there must be no trouble before a better rendition is tried. */
const RAISE_AFTER_MS = 8000;
const MAX_RAISE_AFTER_MS = 120_000;
/** A queue on the path is meant when it is there for this time. */
const CONFIRM_MS = 1000;
/** What waits on the path for longer is a queue that grows, whatever the viewer estimates. */
const CONGESTED_DELAY_MS = 250;
/**
 * A low estimate counts only beside one of these. A path that is too narrow holds packets back or
 * loses them; a receiver that is short of processor time estimates too little of a path that does neither.
 */
const NOTICED_DELAY_MS = 150;
const NOTICED_LOSS = 0.02;
/** A rendition that has done well for this long is held to fit. */
const PROVEN_MS = 20_000;

/** What a viewer has told since the last time. */
export interface ViewerFeedback {
  /** Share of its packets that did not arrive the first time, 0..1. */
  readonly loss: number;
  /** What it estimates its path to take (REMB), bits per second; undefined if it never said. */
  readonly estimate: number | undefined;
  /** How much longer its packets take there and back than they did at best, at least, milliseconds. */
  readonly delayMs: number;
}

/**
 * Which of several renditions one viewer gets: the best that its path takes. Goes down as far as
 * needed at once, and up again one at a time, after longer and longer times as long as that fails.
 */
export class QualityControl {
  #level = 0;
  #changedMs: number | undefined;
  #troubleMs = Number.NEGATIVE_INFINITY;
  #raisedMs = Number.NEGATIVE_INFINITY;
  #slowSinceMs: number | undefined;
  #raiseAfterMs = RAISE_AFTER_MS;

  /** Index of the rendition that it should get; 0 is the best. */
  get level(): number {
    return this.#level;
  }

  /**
   * @param rates Bits per second of each rendition, best first; undefined for one that there is not.
   * @returns The new level.
   */
  update(
    rates: readonly (number | undefined)[],
    { loss, estimate = Infinity, delayMs }: ViewerFeedback,
    nowMs: number,
  ): number {
    const rate = rates[this.#level] ?? 0;
    const isLow = estimate < rate * CONGESTED_ESTIMATE;
    const isNoticed = delayMs > NOTICED_DELAY_MS || loss > NOTICED_LOSS;
    const isSlow = (isLow && isNoticed) || delayMs > CONGESTED_DELAY_MS;
    this.#slowSinceMs = isSlow ? (this.#slowSinceMs ?? nowMs) : undefined;
    const isConfirmed = nowMs - (this.#slowSinceMs ?? nowMs) >= CONFIRM_MS;
    const isCongested = loss > CONGESTED_LOSS || isConfirmed;
    if (isCongested) this.#troubleMs = nowMs;
    // First reports are not to be trusted: some count what was sent before they were there.
    this.#changedMs ??= nowMs;
    if (nowMs - this.#changedMs < SETTLE_MS) return this.#level;
    if (isCongested) this.#lower(rates, Math.min(estimate, rate * (1 - loss)), nowMs);
    else this.#raise(rates, estimate, nowMs);
    return this.#level;
  }

  /** The best one that the path takes; the cheapest, if it takes none. */
  #lower(rates: readonly (number | undefined)[], available: number, nowMs: number): void {
    const present = rates[this.#level] ?? Infinity;
    const cheaper = rates.flatMap((rate, level) =>
      rate !== undefined && level > this.#level && rate < present * WORTHWHILE
        ? [{ level, rate }]
        : [],
    );
    const chosen = cheaper.find(({ rate }) => rate <= available * HEADROOM) ?? cheaper.at(-1);
    if (!chosen) return;
    const hasFailed = nowMs - this.#raisedMs < PROVEN_MS;
    if (hasFailed) this.#raiseAfterMs = Math.min(this.#raiseAfterMs * 2, MAX_RAISE_AFTER_MS);
    this.#set(chosen.level, nowMs);
  }

  #raise(rates: readonly (number | undefined)[], estimate: number, nowMs: number): void {
    const heldMs = nowMs - (this.#changedMs ?? nowMs);
    if (heldMs >= PROVEN_MS && this.#level === 0) this.#raiseAfterMs = RAISE_AFTER_MS;
    const quietMs = Math.min(heldMs, nowMs - this.#troubleMs);
    if (this.#level === 0 || quietMs < this.#raiseAfterMs) return;
    const better = rates.findLastIndex((rate, level) => level < this.#level && rate !== undefined);
    // An estimate never goes far beyond what is sent: it tells whether there is any room, not how much.
    if (better === -1 || estimate < (rates[this.#level] ?? 0) / HEADROOM) return;
    this.#raisedMs = nowMs;
    this.#set(better, nowMs);
  }

  #set(level: number, nowMs: number): void {
    this.#level = level;
    this.#slowSinceMs = undefined;
    this.#changedMs = nowMs;
  }
}
