import { expect, test } from 'vitest';
import { PAYLOAD_OFFSET } from '../packets/OutgoingPacket.js';
import { MAX_RTP_PACKET_SIZE } from '../packets/rtp.js';
import { randomBytes, readsOrRefuses } from '../randomBytes.test.support.js';
import { packetizeVp8, parseVp8Descriptor, Vp8Depacketizer } from './vp8.js';

test.each([1, 1187, 1188, 50_000])('a frame of %i bytes survives its packets', (size) => {
  const frame = randomBytes(size, size);
  frame[0] = 0x10;
  const packets = packetizeVp8(frame);
  const depacketizer = new Vp8Depacketizer();
  for (const packet of packets) {
    expect(packet.length).toBeLessThanOrEqual(MAX_RTP_PACKET_SIZE);
    depacketizer.push(packet.subarray(PAYLOAD_OFFSET));
  }
  expect(depacketizer.take()).toEqual({ data: frame, key: true });
  expect(depacketizer.take()).toBeUndefined();
});

test('a frame without its beginning is dropped', () => {
  const depacketizer = new Vp8Depacketizer();
  for (const packet of packetizeVp8(Buffer.alloc(3000)).slice(1)) {
    depacketizer.push(packet.subarray(PAYLOAD_OFFSET));
  }
  expect(depacketizer.take()).toBeUndefined();
});

test.each([
  ['the required byte', [0x10, 1], 1, true],
  ['a later partition', [0x12, 1], 1, false],
  ['a 7-bit picture id', [0x90, 0x80, 0x11, 1], 3, true],
  ['a 15-bit picture id', [0x90, 0x80, 0x91, 0x22, 1], 4, true],
  ['everything', [0x90, 0xf0, 0x91, 0x22, 5, 0x60, 1], 6, true],
])('a descriptor of %s is read', (_, bytes, length, startsFrame) => {
  expect(parseVp8Descriptor(Buffer.from(bytes))).toEqual({ length, startsFrame });
});

test('random payloads are read or refused', () => {
  for (let seed = 0; seed < 2000; seed++) {
    expect(readsOrRefuses(() => parseVp8Descriptor(randomBytes(seed % 8, seed)))).toBe(true);
  }
});
