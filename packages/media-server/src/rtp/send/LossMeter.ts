import type { ReportBlock } from '../packets/rtcp.js';

/** Beyond this distance a sequence number is an earlier one. */
const HALF = 0x8000;
/** What the seconds before still weigh: with few packets in a second, one lost by chance must not look like many. */
const MEMORY = 0.75;

/** How much of what a viewer was sent in the last seconds did not arrive at first. */
export class LossMeter {
  #sent = 0;
  #lost = 0;
  /** Of the present second. */
  #sentNow = 0;
  #askedNow = 0;
  #reportedNow = 0;
  #reported: number | undefined;
  /** Of what was asked for in this second and the one before: later, numbers mean other packets. */
  #newest: number | undefined;

  sent(packets: number): void {
    this.#sentNow += packets;
  }

  /**
   * The first report of something received says only where counting begins: some peers (libdatachannel)
   * count as lost what was sent before they were there.
   */
  reported({ packetsLost, highestSequence }: ReportBlock): void {
    if (highestSequence === 0) return;
    this.#reportedNow += Math.max(0, packetsLost - (this.#reported ?? packetsLost));
    this.#reported = packetsLost;
  }

  /** Asked for again: each packet counts the first time only, whatever is asked for repeatedly. */
  askedFor(sequences: readonly number[]): void {
    for (const sequence of sequences) {
      const isNew = this.#newest === undefined || ((sequence - this.#newest - 1) & 0xffff) < HALF;
      if (!isNew) continue;
      this.#newest = sequence;
      this.#askedNow++;
    }
  }

  /** The present second is over. @returns Share lost lately, 0..1. */
  take(): number {
    if (this.#askedNow === 0) this.#newest = undefined;
    this.#sent = this.#sent * MEMORY + this.#sentNow;
    this.#lost = this.#lost * MEMORY + Math.max(this.#askedNow, this.#reportedNow);
    this.#sentNow = 0;
    this.#askedNow = 0;
    this.#reportedNow = 0;
    return this.#sent > 0 ? Math.min(1, this.#lost / this.#sent) : 0;
  }

  /** What was before no longer counts: the viewer is sent something else now. */
  reset(): void {
    this.#sent = 0;
    this.#lost = 0;
  }
}
