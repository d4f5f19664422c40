import { RtpError } from '../errors.js';
import { compactNtp, fromNtp } from './ntp.js';

/** RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1). */
export const RTCP_TYPE = { SR: 200, RR: 201, SDES: 202, BYE: 203, RTPFB: 205, PSFB: 206 } as const;

/** Feedback message types: RFC 4585 sections 6.2 and 6.3, RFC 5104 section 4.3.1, REMB draft. */
export const FEEDBACK_FORMAT = { NACK: 1, PLI: 1, FIR: 4, APPLICATION: 15 } as const;

/** Reception quality of one stream (RFC 3550 section 6.4.1). */
export interface ReportBlock {
  readonly ssrc: number;
  /** Share of packets lost since the previous report, 0..1. */
  readonly fractionLost: number;
  /** Packets lost in all; negative when duplicates arrived. */
  readonly packetsLost: number;
  /** Highest sequence number received, extended by the number of wraps, 32 bits. */
  readonly highestSequence: number;
  /** Interarrival jitter in units of the stream's clock. */
  readonly jitter: number;
  /** Compact NTP time of the last sender report received, 0 for none. */
  readonly lastSenderReport: number;
  /** Since that report, units of 1/65536 second. */
  readonly delaySinceLastSenderReport: number;
}

export interface SenderReport {
  readonly type: 'SR';
  readonly ssrc: number;
  /** The sender's wall clock, microseconds since 1970. */
  readonly unixUs: number;
  /** The same instant as {@link ReportBlock.lastSenderReport} quotes it. */
  readonly compactNtp: number;
  /** The same instant on the stream's clock. */
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
  readonly reports: readonly ReportBlock[];
}

export type RtcpPacket =
  | SenderReport
  | { readonly type: 'RR'; readonly ssrc: number; readonly reports: readonly ReportBlock[] }
  | { readonly type: 'BYE'; readonly ssrcs: readonly number[] }
  | { readonly type: 'NACK'; readonly mediaSsrc: number; readonly sequences: readonly number[] }
  | { readonly type: 'PLI'; readonly mediaSsrc: number }
  | { readonly type: 'FIR'; readonly mediaSsrcs: readonly number[] }
  | {
      readonly type: 'REMB';
      readonly bitsPerSecond: number;
      readonly mediaSsrcs: readonly number[];
    };

/**
 * Reads a compound RTCP packet (RFC 3550 section 6.1); types we do not use are left out.
 *
 *     0                   1                   2                   3
 *     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *    |V=2|P|count/fmt|      PT       |  length in words minus one    |
 *
 * @throws RtpError RTCP_MALFORMED
 */
export function parseRtcp(data: Buffer): RtcpPacket[] {
  const packets: RtcpPacket[] = [];
  for (let start = 0; start < data.length;) {
    if (data.length - start < 4) throw malformed('the header is cut off');
    if (data.readUInt8(start) >> 6 !== 2) throw malformed('not version 2');
    const end = start + 4 + data.readUInt16BE(start + 2) * 4;
    if (end > data.length) throw malformed('longer than its datagram');
    const packet = parseOne(data.subarray(start, end));
    if (packet) packets.push(packet);
    start = end;
  }
  return packets;
}

function parseOne(data: Buffer): RtcpPacket | undefined {
  const count = data.readUInt8(0) & 0x1f;
  switch (data.readUInt8(1)) {
    case RTCP_TYPE.SR:
      return parseSenderReport(data, count);
    case RTCP_TYPE.RR:
      need(data, 8);
      return { type: 'RR', ssrc: data.readUInt32BE(4), reports: parseReports(data, 8, count) };
    case RTCP_TYPE.BYE:
      need(data, 4 + count * 4);
      return { type: 'BYE', ssrcs: readWords(data, 4, count) };
    case RTCP_TYPE.RTPFB:
      return count === FEEDBACK_FORMAT.NACK ? parseNack(data) : undefined;
    case RTCP_TYPE.PSFB:
      return parsePayloadFeedback(data, count);
    default:
      return undefined;
  }
}

function parseSenderReport(data: Buffer, count: number): SenderReport {
  need(data, 28);
  const ntp = { seconds: data.readUInt32BE(8), fraction: data.readUInt32BE(12) };
  return {
    type: 'SR',
    ssrc: data.readUInt32BE(4),
    unixUs: fromNtp(ntp),
    compactNtp: compactNtp(ntp),
    rtpTimestamp: data.readUInt32BE(16),
    packetCount: data.readUInt32BE(20),
    octetCount: data.readUInt32BE(24),
    reports: parseReports(data, 28, count),
  };
}

function parseReports(data: Buffer, start: number, count: number): ReportBlock[] {
  need(data, start + count * 24);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * 24;
    return {
      ssrc: data.readUInt32BE(at),
      fractionLost: data.readUInt8(at + 4) / 256,
      packetsLost: data.readIntBE(at + 5, 3),
      highestSequence: data.readUInt32BE(at + 8),
      jitter: data.readUInt32BE(at + 12),
      lastSenderReport: data.readUInt32BE(at + 16),
      delaySinceLastSenderReport: data.readUInt32BE(at + 20),
    };
  });
}

/** Each entry names one lost packet and, by a bit mask, any of the 16 after it (RFC 4585 6.2.1). */
function parseNack(data: Buffer): RtcpPacket {
  need(data, 12);
  const sequences: number[] = [];
  for (let at = 12; at + 4 <= data.length; at += 4) {
    const first = data.readUInt16BE(at);
    const followers = data.readUInt16BE(at + 2);
    sequences.push(first);
    for (let bit = 0; bit < 16; bit++) {
      if (followers & (1 << bit)) sequences.push((first + bit + 1) & 0xffff);
    }
  }
  return { type: 'NACK', mediaSsrc: data.readUInt32BE(8), sequences };
}

function parsePayloadFeedback(data: Buffer, format: number): RtcpPacket | undefined {
  need(data, 12);
  if (format === FEEDBACK_FORMAT.PLI) return { type: 'PLI', mediaSsrc: data.readUInt32BE(8) };
  if (format === FEEDBACK_FORMAT.FIR) {
    const entries = Math.floor((data.length - 12) / 8);
    const mediaSsrcs = Array.from({ length: entries }, (_, i) => data.readUInt32BE(12 + i * 8));
    return { type: 'FIR', mediaSsrcs };
  }
  return format === FEEDBACK_FORMAT.APPLICATION ? parseRemb(data) : undefined;
}

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03): 6 bits exponent, 18 mantissa. */
function parseRemb(data: Buffer): RtcpPacket | undefined {
  if (data.length < 20 || data.toString('latin1', 12, 16) !== 'REMB') return undefined;
  const count = data.readUInt8(16);
  need(data, 20 + count * 4);
  const exponent = data.readUInt8(17) >> 2;
  const mantissa = data.readUIntBE(17, 3) & 0x3ffff;
  return {
    type: 'REMB',
    bitsPerSecond: mantissa * 2 ** exponent,
    mediaSsrcs: readWords(data, 20, count),
  };
}

function readWords(data: Buffer, start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => data.readUInt32BE(start + index * 4));
}

function need(data: Buffer, length: number): void {
  if (data.length < length) throw malformed(`${data.length} bytes where ${length} are needed`);
}

function malformed(what: string): RtpError {
  return new RtpError('RTCP_MALFORMED', `Not an RTCP packet: ${what}.`);
}
