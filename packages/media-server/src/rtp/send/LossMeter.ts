/** Beyond this distance a sequence number is an earlier one. */
const HALF = 0x8000;

/** How much of what a viewer was sent in one second did not arrive at first. */
export class LossMeter {
  #sent = 0;
  #missing = 0;
  #reported = 0;
  /** Of what was asked for in this second and the one before: later, numbers mean other packets. */
  #newest: number | undefined;

  sent(packets: number): void {
    this.#sent += packets;
  }

  /** What its receiver report says: share lost, 0..1, without what was repaired in time. */
  reported(fractionLost: number): void {
    this.#reported = Math.max(this.#reported, fractionLost);
  }

  /** Asked for again: each packet counts the first time only, whatever is asked for repeatedly. */
  askedFor(sequences: readonly number[]): void {
    for (const sequence of sequences) {
      const isNew = this.#newest === undefined || ((sequence - this.#newest - 1) & 0xffff) < HALF;
      if (!isNew) continue;
      this.#newest = sequence;
      this.#missing++;
    }
  }

  /** Share lost since the last call, 0..1. */
  take(): number {
    const asked = this.#sent > 0 ? Math.min(1, this.#missing / this.#sent) : 0;
    if (this.#missing === 0) this.#newest = undefined;
    const loss = Math.max(asked, this.#reported);
    this.#sent = 0;
    this.#missing = 0;
    this.#reported = 0;
    return loss;
  }
}
