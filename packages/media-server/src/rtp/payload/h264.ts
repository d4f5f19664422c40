import { RtpError } from '../errors.js';
import { PAYLOAD_OFFSET } from '../packets/OutgoingPacket.js';
import { MAX_RTP_PACKET_SIZE } from '../packets/rtp.js';
import { splitAnnexB, START_CODE } from './annexB.js';

/** Types of NAL units: H.264 table 7-1, RFC 6184 table 1. */
const NAL = { IDR: 5, STAP_A: 24, FU_A: 28 } as const;
const MAX_PAYLOAD = MAX_RTP_PACKET_SIZE - PAYLOAD_OFFSET;

/**
 * Single NAL unit packets, STAP-A and FU-A: what packetization mode 1 allows (RFC 6184 section 5.4).
 * Frames come out in Annex B form.
 */
export class H264Depacketizer {
  #parts: Buffer[] = [];
  #key = false;
  #inFragment = false;
  #broken = false;

  push(payload: Buffer): void {
    const type = nalType(payload);
    if (type >= 1 && type < NAL.STAP_A) this.#addUnit(payload);
    else if (type === NAL.STAP_A) this.#addAggregate(payload);
    else if (type === NAL.FU_A) this.#addFragment(payload);
    else
      throw new RtpError(
        'PAYLOAD_UNSUPPORTED',
        `H264 payload type ${type} is not used in packetization mode 1.`,
      );
  }

  take(): { data: Buffer; key: boolean } | undefined {
    const broken = this.#broken || this.#inFragment || this.#parts.length === 0;
    const frame = broken ? undefined : { data: Buffer.concat(this.#parts), key: this.#key };
    this.#parts = [];
    this.#key = false;
    this.#inFragment = false;
    this.#broken = false;
    return frame;
  }

  #addUnit(unit: Buffer): void {
    if (nalType(unit) === NAL.IDR) this.#key = true;
    this.#parts.push(START_CODE, unit);
  }

  /** RFC 6184 section 5.7.1: units one after the other, each behind its 16-bit size. */
  #addAggregate(payload: Buffer): void {
    for (let at = 1; at < payload.length;) {
      if (at + 2 > payload.length) throw malformed('an aggregate is cut off');
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) throw malformed('an aggregate is cut off');
      this.#addUnit(payload.subarray(at + 2, end));
      at = end;
    }
  }

  /**
   * RFC 6184 section 5.8: the unit's header byte is spread over the first two bytes.
   *
   *    |F|NRI|  28   | |S|E|R|  type   |
   */
  #addFragment(payload: Buffer): void {
    const [indicator, header] = payload;
    if (indicator === undefined || header === undefined) throw malformed('a fragment is cut off');
    if (header & 0x80) {
      this.#inFragment = true;
      this.#addUnit(Buffer.from([(indicator & 0xe0) | (header & 0x1f)]));
    } else if (!this.#inFragment) {
      this.#broken = true;
    }
    this.#parts.push(payload.subarray(2));
    if (header & 0x40) this.#inFragment = false;
  }
}

/**
 * Cuts an access unit in Annex B form into packets; see `packetize`.
 * Small units at its beginning (parameter sets) share one packet.
 */
export function packetizeH264(frame: Uint8Array): Buffer[] {
  const packets: Buffer[] = [];
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length > 0) packets.push(small.length === 1 ? single(small) : aggregate(small));
    small = [];
  };
  for (const unit of splitAnnexB(frame)) {
    if (aggregateSize([...small, unit]) > MAX_PAYLOAD) flush();
    if (unit.length > MAX_PAYLOAD) packets.push(...fragments(unit));
    else small.push(unit);
  }
  flush();
  return packets;
}

function single(units: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.alloc(PAYLOAD_OFFSET), ...units]);
}

function aggregateSize(units: readonly Uint8Array[]): number {
  return units.reduce((size, unit) => size + 2 + unit.length, 1);
}

function aggregate(units: readonly Uint8Array[]): Buffer {
  const packet = Buffer.alloc(PAYLOAD_OFFSET + aggregateSize(units));
  const importance = Math.max(...units.map((unit) => (unit[0] ?? 0) & 0x60));
  packet[PAYLOAD_OFFSET] = importance | NAL.STAP_A;
  let at = PAYLOAD_OFFSET + 1;
  for (const unit of units) {
    packet.writeUInt16BE(unit.length, at);
    packet.set(unit, at + 2);
    at += 2 + unit.length;
  }
  return packet;
}

function fragments(unit: Uint8Array): Buffer[] {
  const header = unit[0] ?? 0;
  const room = MAX_PAYLOAD - 2;
  const count = Math.ceil((unit.length - 1) / room);
  return Array.from({ length: count }, (_, index) => {
    const part = unit.subarray(1 + index * room, 1 + (index + 1) * room);
    const start = index === 0 ? 0x80 : 0;
    const end = index === count - 1 ? 0x40 : 0;
    const packet = Buffer.alloc(PAYLOAD_OFFSET + 2 + part.length);
    packet[PAYLOAD_OFFSET] = (header & 0xe0) | NAL.FU_A;
    packet[PAYLOAD_OFFSET + 1] = start | end | (header & 0x1f);
    packet.set(part, PAYLOAD_OFFSET + 2);
    return packet;
  });
}

function nalType(unit: Uint8Array): number {
  if (unit[0] === undefined) throw malformed('an empty NAL unit');
  return unit[0] & 0x1f;
}

function malformed(what: string): RtpError {
  return new RtpError('PAYLOAD_MALFORMED', `Not an H264 payload: ${what}.`);
}
