/** Indices that are remembered to tell packets that were sent again by somebody else. */
const WINDOW = 128;

/** The 48-bit packet index of one source (RFC 3711 section 3.3.1), and which packets were there (3.3.2). */
export class PacketIndex {
  #highest: number | undefined;
  readonly #seen = new Float64Array(WINDOW).fill(-1);

  /** What the sequence number most probably means; negative before the first packet. */
  estimate(sequence: number): number {
    const highest = this.#highest ?? sequence;
    return highest + (((sequence - highest) << 16) >> 16);
  }

  /** Whether a packet was there before, or is so old that nobody knows. */
  isReplayed(index: number): boolean {
    return index <= (this.#highest ?? -1) - WINDOW || this.#seen[index % WINDOW] === index;
  }

  /** To be called for authentic packets only. */
  accept(index: number): void {
    this.#seen[index % WINDOW] = index;
    this.#highest = Math.max(this.#highest ?? 0, index);
  }
}
