import { expect, test } from 'vitest';
import { randomBytes, readsOrRefuses } from '../randomBytes.test.support.js';
import { isRtcp, parseRtp, RTP_HEADER_SIZE, writeRtpHeader } from './rtp.js';

const HEADER = {
  marker: true,
  payloadType: 96,
  sequence: 65535,
  timestamp: 4294967295,
  ssrc: 3000000000,
};

function packetOf(payload: number[]): Buffer {
  const packet = Buffer.from([...Buffer.alloc(RTP_HEADER_SIZE), ...payload]);
  writeRtpHeader(packet, HEADER);
  return packet;
}

test('a written header is read back', () => {
  expect(parseRtp(packetOf([1, 2, 3]))).toEqual({ ...HEADER, payload: Buffer.from([1, 2, 3]) });
});

test('contributing sources, extension and padding are not payload', () => {
  const packet = Buffer.concat([
    packetOf([]),
    Buffer.alloc(8, 0xcc),
    Buffer.from([0xbe, 0xde, 0, 1, 0x10, 0, 0, 0]),
    Buffer.from([7, 8, 9]),
    Buffer.from([0, 0, 3]),
  ]);
  packet[0] = 0x80 | 0x20 | 0x10 | 2;
  expect([...parseRtp(packet).payload]).toEqual([7, 8, 9]);
});

test('a packet of padding alone has an empty payload', () => {
  const packet = packetOf([0, 0, 3]);
  packet[0] = 0xa0;
  expect(parseRtp(packet).payload).toHaveLength(0);
});

test.each([
  ['too short', Buffer.alloc(11, 0x80)],
  ['version 1', Buffer.alloc(20, 0x40)],
  ['an extension that is cut off', Buffer.from([0x90, ...Buffer.alloc(12)])],
  ['more padding than packet', Buffer.from([0xa0, ...Buffer.alloc(11), 200])],
  ['padding of 0 bytes', Buffer.from([0xa0, ...Buffer.alloc(12)])],
])('%s is refused', (_, data) => {
  expect(() => parseRtp(data)).toThrow(expect.objectContaining({ code: 'RTP_MALFORMED' }));
});

test('random bytes are read or refused', () => {
  for (let seed = 0; seed < 5000; seed++) {
    const data = randomBytes(seed % 64, seed);
    if (seed % 2) data[0] = 0x80 | (data[0] ?? 0);
    expect(readsOrRefuses(() => parseRtp(data))).toBe(true);
  }
});

test('RTCP is told apart by its second byte', () => {
  expect(isRtcp(Buffer.from([0x80, 200]))).toBe(true);
  expect(isRtcp(Buffer.from([0x80, 0x80 | 96]))).toBe(false);
  expect(isRtcp(Buffer.from([0x80]))).toBe(false);
});
