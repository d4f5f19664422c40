import { RTP_HEADER_SIZE, writeRtpHeader, type RtpHeader } from './rtp.js';

/** Bytes of a header extension with one element of three bytes. */
const EXTENSION_SIZE = 8;
/** Where the payload of an outgoing packet begins: before it there is room for the longest header. */
export const PAYLOAD_OFFSET = RTP_HEADER_SIZE + EXTENSION_SIZE;

/** Between which delays a receiver may show a picture (http://www.webrtc.org/experiments/rtp-hdrext/playout-delay). */
export interface PlayoutDelay {
  /** Of the extension, 1..14. */
  readonly id: number;
  /** Milliseconds, 0..40,950. */
  readonly minMs: number;
  readonly maxMs: number;
}

/** A packet that goes to many receivers, each with a header of its own, written in place. */
export class OutgoingPacket {
  readonly #extended: Buffer;
  readonly #plain: Buffer;

  /** @param storage Room of {@link PAYLOAD_OFFSET} bytes, then the payload. */
  constructor(
    storage: Buffer,
    readonly marker: boolean,
  ) {
    this.#extended = storage;
    this.#plain = storage.subarray(EXTENSION_SIZE);
  }

  get payloadSize(): number {
    return this.#extended.length - PAYLOAD_OFFSET;
  }

  /** The packet with the header that was written last, of the same kind. */
  bytes(isExtended: boolean): Buffer {
    return isExtended ? this.#extended : this.#plain;
  }

  /** Returns the whole packet; it holds until the next call. */
  write(header: Omit<RtpHeader, 'marker'>, delay?: PlayoutDelay): Buffer {
    const packet = this.bytes(delay !== undefined);
    writeRtpHeader(packet, { ...header, marker: this.marker });
    if (delay) writePlayoutDelay(packet, delay);
    return packet;
  }
}

/**
 * A header extension of one element (RFC 8285 section 4.2).
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    |            0xBEDE             |           length = 1          |
 *    |  ID   | len=2 | MIN delay / 10 ms     | MAX delay / 10 ms     |
 */
function writePlayoutDelay(packet: Buffer, { id, minMs, maxMs }: PlayoutDelay): void {
  packet[0] = packet.readUInt8(0) | 0x10;
  packet.writeUInt32BE(0xbede0001, RTP_HEADER_SIZE);
  packet.writeUInt8((id << 4) | 2, RTP_HEADER_SIZE + 4);
  packet.writeUIntBE(
    (Math.round(minMs / 10) << 12) | Math.round(maxMs / 10),
    RTP_HEADER_SIZE + 5,
    3,
  );
}
