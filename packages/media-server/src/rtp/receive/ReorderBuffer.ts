/**
 * Puts packets in the order of their (unwrapped) sequence numbers. Bounded: a packet more than
 * `capacity` ahead of what is waited for empties the buffer and starts anew from there.
 */
export class ReorderBuffer<Packet> {
  readonly #slots: (Packet | undefined)[];
  #next: number | undefined;
  #highest = 0;

  constructor(capacity: number) {
    this.#slots = Array.from({ length: capacity }, () => undefined);
  }

  /** `stale`: it was here before, or was given up; `restarted`: everything that waited was dropped. */
  insert(sequence: number, packet: Packet): 'kept' | 'stale' | 'restarted' {
    this.#next ??= sequence;
    if (sequence < this.#next || this.#at(sequence)) return 'stale';
    const tooFar = sequence - this.#next >= this.#slots.length;
    if (tooFar) {
      this.#slots.fill(undefined);
      this.#next = sequence;
    }
    this.#slots[sequence % this.#slots.length] = packet;
    this.#highest = Math.max(this.#highest, sequence);
    return tooFar ? 'restarted' : 'kept';
  }

  /** The next packet in order, if it is here. */
  take(): Packet | undefined {
    if (this.#next === undefined) return undefined;
    const packet = this.#at(this.#next);
    if (packet === undefined) return undefined;
    this.#slots[this.#next % this.#slots.length] = undefined;
    this.#next++;
    return packet;
  }

  /** Whether packets wait for an earlier one. */
  get hasGap(): boolean {
    return this.#next !== undefined && this.#next <= this.#highest;
  }

  /** Sequence numbers that are missing before the highest one, ascending. */
  missing(): number[] {
    const missing: number[] = [];
    for (let s = this.#next ?? Infinity; s < this.#highest; s++) {
      if (this.#at(s) === undefined) missing.push(s);
    }
    return missing;
  }

  /** Gives up the packets missing before the first one that is here. */
  skipGap(): void {
    if (this.#next === undefined) return;
    while (this.#next < this.#highest && this.#at(this.#next) === undefined) this.#next++;
  }

  #at(sequence: number): Packet | undefined {
    return this.#next !== undefined && sequence - this.#next < this.#slots.length
      ? this.#slots[sequence % this.#slots.length]
      : undefined;
  }
}
