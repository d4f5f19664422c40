import { payloadStart } from './rtp.js';

/** The stream in which lost packets are sent again. */
export interface RetransmissionStream {
  readonly payloadType: number;
  readonly ssrc: number;
}

/**
 * A packet once more, in the stream of retransmissions (RFC 4588 section 4): the header with other
 * numbers, the original sequence number, the original payload.
 */
export function retransmission(
  packet: Buffer,
  { payloadType, ssrc }: RetransmissionStream,
  sequence: number,
): Buffer {
  const start = payloadStart(packet);
  const again = Buffer.allocUnsafe(packet.length + 2);
  packet.copy(again, 0, 0, start);
  again[1] = (packet.readUInt8(1) & 0x80) | payloadType;
  again.writeUInt16BE(sequence & 0xffff, 2);
  again.writeUInt32BE(ssrc, 8);
  again.writeUInt16BE(packet.readUInt16BE(2), start);
  packet.copy(again, start + 2, start);
  return again;
}
