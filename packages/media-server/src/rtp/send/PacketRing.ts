import type { OutgoingPacket } from '../packets/OutgoingPacket.js';

export interface SentPacket {
  /** Running number in its stream. */
  readonly index: number;
  /** RTP timestamp in its stream. */
  readonly timestamp: number;
  readonly packet: OutgoingPacket;
}

/** The last packets of a stream, for all viewers who ask again; the oldest ones are overwritten. */
export class PacketRing {
  readonly #packets: (SentPacket | undefined)[];
  #next = 0;

  constructor(capacity: number) {
    this.#packets = Array.from({ length: capacity }, () => undefined);
  }

  /** The running number that the next packet gets. */
  get next(): number {
    return this.#next;
  }

  push(packet: OutgoingPacket, timestamp: number): void {
    const index = this.#next++;
    this.#packets[index % this.#packets.length] = { index, timestamp, packet };
  }

  /** The latest packet whose running number ends in these 16 bits, if it is still here. */
  find(sequence: number): SentPacket | undefined {
    const index = this.#next - (((this.#next - 1 - sequence) & 0xffff) + 1);
    const sent = this.#packets[index % this.#packets.length];
    return sent?.index === index ? sent : undefined;
  }
}
