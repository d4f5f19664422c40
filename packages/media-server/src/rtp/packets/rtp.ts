import { RtpError } from '../errors.js';

/** Bytes of an RTP header without contributing sources and extensions. */
export const RTP_HEADER_SIZE = 12;

/**
 * The largest RTP packet we send, bytes: fits an IPv6 path of 1280 bytes
 * after the IP and UDP headers and the SRTP tag.
 */
export const MAX_RTP_PACKET_SIZE = 1200;

/** The fixed fields of an RTP header. */
export interface RtpHeader {
  /** Last packet of a video frame (RFC 3551 section 4.1). */
  readonly marker: boolean;
  /** 0..127. */
  readonly payloadType: number;
  /** 0..65535, wraps. */
  readonly sequence: number;
  /** 0..2^32-1 in units of the codec's clock, wraps. */
  readonly timestamp: number;
  /** 0..2^32-1. */
  readonly ssrc: number;
}

export interface RtpPacket extends RtpHeader {
  /** A view into the received bytes, padding removed; empty in a padding-only packet. */
  readonly payload: Buffer;
}

/** Whether a packet from a transport shared by both (RFC 5761 section 4) is RTCP. */
export function isRtcp(data: Buffer): boolean {
  const type = data[1];
  return type !== undefined && type >= 192 && type <= 223;
}

/**
 * Reads an RTP packet (RFC 3550 section 5.1).
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *    |                           timestamp                           |
 *    |           synchronization source (SSRC) identifier            |
 *    |            contributing source (CSRC) identifiers  ...        |
 *
 * @throws RtpError RTP_MALFORMED
 */
export function parseRtp(data: Buffer): RtpPacket {
  const start = payloadStart(data);
  const first = data.readUInt8(0);
  const second = data.readUInt8(1);
  if (first >> 6 !== 2) throw malformed(`RTP version ${first >> 6}`);

  const padding = first & 0x20 ? data.readUInt8(data.length - 1) : 0;
  if (first & 0x20 && padding === 0) throw malformed('padding of 0 bytes');
  const end = data.length - padding;
  if (start > end) throw malformed('header and padding are longer than the packet');

  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    ssrc: data.readUInt32BE(8),
    payload: data.subarray(start, end),
  };
}

/**
 * Where the payload begins: behind contributing sources and header extension.
 * @throws RtpError RTP_MALFORMED
 */
export function payloadStart(data: Buffer): number {
  if (data.length < RTP_HEADER_SIZE) throw malformed(`${data.length} bytes hold no RTP header`);
  const first = data.readUInt8(0);
  const start = RTP_HEADER_SIZE + (first & 0x0f) * 4;
  const hasExtension = (first & 0x10) !== 0;
  if (!hasExtension) return start;
  if (data.length < start + 4) throw malformed('the header extension is cut off');
  return start + 4 + data.readUInt16BE(start + 2) * 4;
}

/** Writes the fixed header to the first {@link RTP_HEADER_SIZE} bytes of `target`. */
export function writeRtpHeader(target: Buffer, header: RtpHeader): void {
  target[0] = 0x80;
  target[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  target.writeUInt16BE(header.sequence, 2);
  target.writeUInt32BE(header.timestamp, 4);
  target.writeUInt32BE(header.ssrc, 8);
}

function malformed(what: string): RtpError {
  return new RtpError('RTP_MALFORMED', `Not an RTP packet: ${what}.`);
}
