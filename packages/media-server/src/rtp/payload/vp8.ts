import { RtpError } from '../errors.js';
import { PAYLOAD_OFFSET } from '../packets/OutgoingPacket.js';
import { MAX_RTP_PACKET_SIZE } from '../packets/rtp.js';

const DESCRIPTOR_SIZE = 1;
const START_OF_PARTITION = 0x10;

/**
 * Length of the payload descriptor, and whether the payload begins a frame (RFC 7741 section 4.2).
 *
 *     0 1 2 3 4 5 6 7
 *    |X|R|N|S|R| PID |   required
 *    |I|L|T|K| RSV   |   when X
 *    |M| PictureID   |   when I; a second byte when M
 *    |   TL0PICIDX   |   when L
 *    |TID|Y| KEYIDX  |   when T or K
 *
 * @throws RtpError PAYLOAD_MALFORMED
 */
export function parseVp8Descriptor(payload: Buffer): { length: number; startsFrame: boolean } {
  const first = byteAt(payload, 0);
  const startsFrame = (first & START_OF_PARTITION) !== 0 && (first & 0x07) === 0;
  let length = 1;
  if (first & 0x80) {
    const extension = byteAt(payload, length++);
    if (extension & 0x80) length += byteAt(payload, length) & 0x80 ? 2 : 1;
    if (extension & 0x40) length++;
    if (extension & 0x30) length++;
  }
  if (payload.length <= length) throw malformed('no data after its descriptor');
  return { length, startsFrame };
}

export class Vp8Depacketizer {
  #parts: Buffer[] = [];
  #complete = false;

  push(payload: Buffer): void {
    const { length, startsFrame } = parseVp8Descriptor(payload);
    if (this.#parts.length === 0) this.#complete = startsFrame;
    this.#parts.push(payload.subarray(length));
  }

  take(): { data: Buffer; key: boolean } | undefined {
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length === 0 || !this.#complete) return undefined;
    const data = Buffer.concat(parts);
    return { data, key: isVp8KeyFrame(data) };
  }
}

/** The lowest bit of a frame is 0 in a key frame (RFC 6386 section 9.1). */
function isVp8KeyFrame(frame: Uint8Array): boolean {
  return frame[0] !== undefined && (frame[0] & 1) === 0;
}

/** Cuts a frame into parts of about the same size; see `packetize`. */
export function packetizeVp8(frame: Uint8Array): Buffer[] {
  const room = MAX_RTP_PACKET_SIZE - PAYLOAD_OFFSET - DESCRIPTOR_SIZE;
  const count = Math.max(1, Math.ceil(frame.length / room));
  const headers = PAYLOAD_OFFSET + DESCRIPTOR_SIZE;
  const storage = Buffer.allocUnsafe(frame.length + count * headers);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((frame.length * index) / count);
    const to = Math.floor((frame.length * (index + 1)) / count);
    const packet = storage.subarray(from + index * headers, to + (index + 1) * headers);
    packet[PAYLOAD_OFFSET] = index === 0 ? START_OF_PARTITION : 0;
    packet.set(frame.subarray(from, to), headers);
    return packet;
  });
}

function byteAt(payload: Buffer, index: number): number {
  const byte = payload[index];
  if (byte === undefined) throw malformed('its descriptor is cut off');
  return byte;
}

function malformed(what: string): RtpError {
  return new RtpError('PAYLOAD_MALFORMED', `Not a VP8 payload: ${what}.`);
}
