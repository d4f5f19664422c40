import { toNtp } from './ntp.js';
import { FEEDBACK_FORMAT, RTCP_TYPE, type ReportBlock } from './rtcp.js';

/** A sender report without report blocks (RFC 3550 section 6.4.1). */
export function senderReport(report: {
  ssrc: number;
  unixUs: number;
  rtpTimestamp: number;
  packetCount: number;
  octetCount: number;
}): Buffer {
  const packet = rtcpPacket(RTCP_TYPE.SR, 0, 28);
  const ntp = toNtp(report.unixUs);
  packet.writeUInt32BE(report.ssrc, 4);
  packet.writeUInt32BE(ntp.seconds, 8);
  packet.writeUInt32BE(ntp.fraction, 12);
  packet.writeUInt32BE(report.rtpTimestamp, 16);
  packet.writeUInt32BE(report.packetCount >>> 0, 20);
  packet.writeUInt32BE(report.octetCount % 2 ** 32, 24);
  return packet;
}

/** A receiver report with at most 31 blocks (RFC 3550 section 6.4.2). */
export function receiverReport(ssrc: number, reports: readonly ReportBlock[]): Buffer {
  const packet = rtcpPacket(RTCP_TYPE.RR, reports.length, 8 + reports.length * 24);
  packet.writeUInt32BE(ssrc, 4);
  reports.forEach((report, index) => writeReportBlock(packet, 8 + index * 24, report));
  return packet;
}

function writeReportBlock(packet: Buffer, at: number, report: ReportBlock): void {
  packet.writeUInt32BE(report.ssrc, at);
  packet.writeUInt8(Math.min(255, Math.floor(report.fractionLost * 256)), at + 4);
  packet.writeIntBE(clamp(report.packetsLost, -0x800000, 0x7fffff), at + 5, 3);
  packet.writeUInt32BE(report.highestSequence >>> 0, at + 8);
  packet.writeUInt32BE(report.jitter >>> 0, at + 12);
  packet.writeUInt32BE(report.lastSenderReport, at + 16);
  packet.writeUInt32BE(report.delaySinceLastSenderReport >>> 0, at + 20);
}

/** Source description with the canonical name alone, ASCII, at most 255 characters (RFC 3550 6.5). */
export function sourceDescription(ssrc: number, cname: string): Buffer {
  const end = 10 + cname.length;
  // The list of items ends with at least one zero byte, at a word boundary.
  const packet = rtcpPacket(RTCP_TYPE.SDES, 1, (Math.floor(end / 4) + 1) * 4);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = 1;
  packet[9] = cname.length;
  packet.write(cname, 10, 'latin1');
  return packet;
}

/** These sources end, at most 31 of them (RFC 3550 section 6.6). */
export function goodbye(ssrcs: readonly number[]): Buffer {
  const packet = rtcpPacket(RTCP_TYPE.BYE, ssrcs.length, 4 + ssrcs.length * 4);
  ssrcs.forEach((ssrc, index) => packet.writeUInt32BE(ssrc, 4 + index * 4));
  return packet;
}

/** Asks for lost packets again (RFC 4585 section 6.2.1). `sequences` ascend, wrapping at 65536. */
export function nack(ssrc: number, mediaSsrc: number, sequences: readonly number[]): Buffer {
  const entries: { first: number; followers: number }[] = [];
  for (const sequence of sequences) {
    const last = entries.at(-1);
    const distance = last ? (sequence - last.first) & 0xffff : 0;
    if (last && distance >= 1 && distance <= 16) last.followers |= 1 << (distance - 1);
    else entries.push({ first: sequence, followers: 0 });
  }
  const packet = rtcpPacket(RTCP_TYPE.RTPFB, FEEDBACK_FORMAT.NACK, 12 + entries.length * 4);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(mediaSsrc, 8);
  entries.forEach(({ first, followers }, index) => {
    packet.writeUInt16BE(first, 12 + index * 4);
    packet.writeUInt16BE(followers, 14 + index * 4);
  });
  return packet;
}

/** Picture loss indication (RFC 4585 section 6.3.1). */
export function pictureLossIndication(ssrc: number, mediaSsrc: number): Buffer {
  const packet = rtcpPacket(RTCP_TYPE.PSFB, FEEDBACK_FORMAT.PLI, 12);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(mediaSsrc, 8);
  return packet;
}

/** Full intra request (RFC 5104 section 4.3.1). `count` goes up by one with each new request, mod 256. */
export function fullIntraRequest(ssrc: number, mediaSsrc: number, count: number): Buffer {
  const packet = rtcpPacket(RTCP_TYPE.PSFB, FEEDBACK_FORMAT.FIR, 20);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(mediaSsrc, 12);
  packet.writeUInt8(count & 0xff, 16);
  return packet;
}

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03). */
export function receiverEstimatedMaxBitrate(
  ssrc: number,
  mediaSsrcs: readonly number[],
  bitsPerSecond: number,
): Buffer {
  const packet = rtcpPacket(
    RTCP_TYPE.PSFB,
    FEEDBACK_FORMAT.APPLICATION,
    20 + mediaSsrcs.length * 4,
  );
  const exponent = Math.max(0, Math.ceil(Math.log2((bitsPerSecond + 1) / 0x40000)));
  packet.writeUInt32BE(ssrc, 4);
  packet.write('REMB', 12, 'latin1');
  packet.writeUInt8(mediaSsrcs.length, 16);
  packet.writeUIntBE((exponent << 18) | Math.floor(bitsPerSecond / 2 ** exponent), 17, 3);
  mediaSsrcs.forEach((mediaSsrc, index) => packet.writeUInt32BE(mediaSsrc, 20 + index * 4));
  return packet;
}

function rtcpPacket(type: number, countOrFormat: number, size: number): Buffer {
  const packet = Buffer.alloc(size);
  packet[0] = 0x80 | countOrFormat;
  packet[1] = type;
  packet.writeUInt16BE(size / 4 - 1, 2);
  return packet;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
