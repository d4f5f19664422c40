import { BitrateMeter } from '../BitrateMeter.js';
import type { OutgoingPacket } from '../packets/OutgoingPacket.js';
import { RTP_HEADER_SIZE } from '../packets/rtp.js';
import { PacketRing, type SentPacket } from './PacketRing.js';

/** A key frame must not look like a higher rate. */
const AVERAGED_SECONDS = 4;

/** One of the forms in which a stream goes out: packets with running numbers of its own, the last of them kept. */
export class Rendition {
  readonly #ring: PacketRing;
  readonly #bitrate = new BitrateMeter(AVERAGED_SECONDS);
  #timestamp = 0;
  #newestStart = 0;
  #octets = 0;

  /** @param history Packets kept for retransmission. */
  constructor(history: number) {
    this.#ring = new PacketRing(history);
  }

  /** The running number that the next packet gets. */
  get next(): number {
    return this.#ring.next;
  }

  /** RTP timestamp of the last frame. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /** Bytes of payload so far. */
  get octets(): number {
    return this.#octets;
  }

  /** Bits per second over the last seconds. */
  get bitrate(): number {
    return this.#bitrate.bitsPerSecond(performance.now());
  }

  /** A key frame is next: nobody needs again what came before. */
  beginAnew(): void {
    this.#newestStart = this.next;
  }

  /** The packets of a frame. Other renditions may hold the same ones: headers are written when they are sent. */
  push(packets: readonly OutgoingPacket[], timestamp: number): void {
    this.#timestamp = timestamp;
    let bytes = 0;
    for (const packet of packets) {
      this.#ring.push(packet, timestamp);
      bytes += packet.payloadSize;
    }
    this.#octets += bytes;
    this.#bitrate.add(bytes + packets.length * RTP_HEADER_SIZE, performance.now());
  }

  /** The latest packet whose running number ends in these 16 bits, if it is still here and of use. */
  find(sequence: number): SentPacket | undefined {
    const sent = this.#ring.find(sequence);
    return sent && sent.index >= this.#newestStart ? sent : undefined;
  }
}
