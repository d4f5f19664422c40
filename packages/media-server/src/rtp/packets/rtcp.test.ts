import { expect, test } from 'vitest';
import { randomBytes, readsOrRefuses } from '../randomBytes.test.support.js';
import { compactNtp, fromNtp, toNtp } from './ntp.js';
import { parseRtcp, type ReportBlock } from './rtcp.js';
import {
  fullIntraRequest,
  goodbye,
  nack,
  pictureLossIndication,
  receiverEstimatedMaxBitrate,
  receiverReport,
  senderReport,
  sourceDescription,
} from './rtcpWriter.js';

const NOW_US = 1_795_000_000_123_456;

test('NTP time goes both ways within a microsecond', () => {
  expect(fromNtp(toNtp(NOW_US))).toBeCloseTo(NOW_US, -1);
  expect(compactNtp({ seconds: 0x12345678, fraction: 0x9abcdef0 })).toBe(0x56789abc);
});

test('a compound of reports is read in order, what we do not use left out', () => {
  const block: ReportBlock = {
    ssrc: 7,
    fractionLost: 0.25,
    packetsLost: -3,
    highestSequence: 0x1ffff,
    jitter: 90,
    lastSenderReport: 0xfedcba98,
    delaySinceLastSenderReport: 65536,
  };
  const compound = Buffer.concat([
    senderReport({
      ssrc: 1,
      unixUs: NOW_US,
      rtpTimestamp: 5,
      packetCount: 6,
      octetCount: 2 ** 32 + 7,
    }),
    sourceDescription(1, 'a canonical name'),
    receiverReport(2, [block, { ...block, ssrc: 8 }]),
    goodbye([1, 2]),
  ]);
  const [sr, rr, bye, ...rest] = parseRtcp(compound);
  expect(sr).toMatchObject({ type: 'SR', ssrc: 1, rtpTimestamp: 5, packetCount: 6, octetCount: 7 });
  expect(sr).toMatchObject({ compactNtp: compactNtp(toNtp(NOW_US)), reports: [] });
  expect(rr).toEqual({ type: 'RR', ssrc: 2, reports: [block, { ...block, ssrc: 8 }] });
  expect(bye).toEqual({ type: 'BYE', ssrcs: [1, 2] });
  expect(rest).toEqual([]);
});

test.each([1, 2, 3, 4, 5, 16, 63])('a name of %i characters ends at a word boundary', (length) => {
  const packet = sourceDescription(1, 'n'.repeat(length));
  expect(packet.length % 4).toBe(0);
  expect(packet.readUInt16BE(2)).toBe(packet.length / 4 - 1);
  expect(packet.at(-1)).toBe(0);
});

test('lost packets are named in masks, over the wrap', () => {
  const sequences = [65530, 65535, 0, 3, 100];
  const packet = nack(1, 2, sequences);
  expect(packet).toHaveLength(12 + 2 * 4);
  expect(parseRtcp(packet)).toEqual([{ type: 'NACK', mediaSsrc: 2, sequences }]);
});

test('key-frame requests name their stream', () => {
  expect(parseRtcp(pictureLossIndication(1, 2))).toEqual([{ type: 'PLI', mediaSsrc: 2 }]);
  expect(parseRtcp(fullIntraRequest(1, 2, 300))).toEqual([{ type: 'FIR', mediaSsrcs: [2] }]);
});

test.each([0, 1000, 262_143, 262_144, 2_000_000, 10_000_000])(
  'REMB carries %i bit/s',
  (bitrate) => {
    const [remb] = parseRtcp(receiverEstimatedMaxBitrate(1, [2, 3], bitrate));
    if (remb?.type !== 'REMB') throw new Error('no REMB');
    expect(remb.mediaSsrcs).toEqual([2, 3]);
    expect(remb.bitsPerSecond).toBeLessThanOrEqual(bitrate);
    expect(remb.bitsPerSecond).toBeGreaterThan(bitrate * 0.9999 - 1);
  },
);

test('random bytes are read or refused', () => {
  for (let seed = 0; seed < 20_000; seed++) {
    const data = randomBytes(seed % 80, seed);
    if (data.length >= 4 && seed % 4) {
      // Near enough to RTCP to get past the header.
      data[0] = 0x80 | (data.readUInt8(0) & 0x1f);
      data[1] = 200 + (seed % 8);
      data.writeUInt16BE(Math.max(0, Math.floor(data.length / 4) - 1), 2);
    }
    expect(readsOrRefuses(() => parseRtcp(data))).toBe(true);
  }
});
