import { expect, test } from 'vitest';
import { PAYLOAD_OFFSET } from '../packets/OutgoingPacket.js';
import { MAX_RTP_PACKET_SIZE } from '../packets/rtp.js';
import { randomBytes, readsOrRefuses } from '../randomBytes.test.support.js';
import { START_CODE } from './annexB.js';
import { H264Depacketizer, packetizeH264 } from './h264.js';

const SPS = Buffer.from([0x67, 0x42, 0xe0, 0x1f, 0xaa]);
const PPS = Buffer.from([0x68, 0xce, 0x3c, 0x80]);

/** A slice of that type; no byte of it could be taken for a start code. */
function slice(header: number, size: number): Buffer {
  return Buffer.concat([Buffer.from([header]), randomBytes(size, size).map((byte) => byte | 1)]);
}

function annexB(...units: Buffer[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [START_CODE, unit]));
}

function throughPackets(frame: Buffer): ReturnType<H264Depacketizer['take']> {
  const depacketizer = new H264Depacketizer();
  for (const packet of packetizeH264(frame)) depacketizer.push(packet.subarray(PAYLOAD_OFFSET));
  return depacketizer.take();
}

test('a key frame survives: parameter sets share a packet, the slice is cut', () => {
  const frame = annexB(SPS, PPS, slice(0x65, 5000));
  const packets = packetizeH264(frame);
  expect(packets.map((packet) => packet.readUInt8(PAYLOAD_OFFSET) & 0x1f)).toEqual([
    24, 28, 28, 28, 28, 28,
  ]);
  expect(Math.max(...packets.map(({ length }) => length))).toBeLessThanOrEqual(MAX_RTP_PACKET_SIZE);
  expect(throughPackets(frame)).toEqual({ data: frame, key: true });
});

test.each([20, 1187, 1188, 1189])('a slice of %i bytes survives', (size) => {
  const frame = annexB(slice(0x41, size));
  expect(throughPackets(frame)).toEqual({ data: frame, key: false });
});

test('start codes of three bytes are understood', () => {
  const frame = Buffer.concat([Buffer.from([0, 0, 1]), SPS, Buffer.from([0, 0, 1]), PPS]);
  expect(throughPackets(frame)?.data).toEqual(annexB(SPS, PPS));
});

test('a slice without its beginning or end is dropped', () => {
  const payloads = packetizeH264(annexB(slice(0x41, 3000))).map((p) => p.subarray(PAYLOAD_OFFSET));
  for (const part of [payloads.slice(1), payloads.slice(0, -1)]) {
    const depacketizer = new H264Depacketizer();
    part.forEach((payload) => depacketizer.push(payload));
    expect(depacketizer.take()).toBeUndefined();
  }
});

test('interleaved modes are refused by name', () => {
  const push = () => new H264Depacketizer().push(Buffer.from([29, 0, 0]));
  expect(push).toThrow(expect.objectContaining({ code: 'PAYLOAD_UNSUPPORTED' }));
});

test('random payloads are read or refused', () => {
  const depacketizer = new H264Depacketizer();
  for (let seed = 0; seed < 5000; seed++) {
    expect(
      readsOrRefuses(() => {
        depacketizer.push(randomBytes(seed % 16, seed));
        depacketizer.take();
      }),
    ).toBe(true);
  }
});
