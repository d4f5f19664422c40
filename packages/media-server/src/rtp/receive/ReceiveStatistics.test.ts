import { expect, test } from 'vitest';
import { BitrateMeter } from '../BitrateMeter.js';
import { ReceiveStatistics } from './ReceiveStatistics.js';

test('losses are counted in all and since the last report', () => {
  const statistics = new ReceiveStatistics(7, 90_000);
  for (const sequence of [100, 101, 103, 104])
    statistics.packet(sequence, sequence * 3600, sequence * 40);
  expect(statistics.report(5000)).toMatchObject({
    ssrc: 7,
    fractionLost: 0.2,
    packetsLost: 1,
    highestSequence: 104,
  });
  statistics.packet(102, 102 * 3600, 4200);
  statistics.packet(105, 105 * 3600, 4200);
  expect(statistics.report(6000)).toMatchObject({
    fractionLost: 0,
    packetsLost: 0,
    highestSequence: 105,
  });
});

test('packets in step have no jitter, packets out of step have', () => {
  const even = new ReceiveStatistics(7, 90_000);
  const uneven = new ReceiveStatistics(7, 90_000);
  for (let i = 0; i < 100; i++) {
    even.packet(i, i * 3600, i * 40);
    uneven.packet(i, i * 3600, i * 40 + (i % 2) * 10);
  }
  expect(even.jitterSeconds).toBeCloseTo(0, 9);
  expect(uneven.jitterSeconds).toBeCloseTo(0.01, 3);
});

test('the last sender report is quoted with the time it was held', () => {
  const statistics = new ReceiveStatistics(7, 90_000);
  statistics.packet(1, 0, 0);
  const report = {
    type: 'SR',
    ssrc: 7,
    unixUs: 0,
    rtpTimestamp: 0,
    packetCount: 0,
    octetCount: 0,
    reports: [],
  } as const;
  statistics.senderReport({ ...report, compactNtp: 1234 }, 1000);
  expect(statistics.report(1500)).toMatchObject({
    lastSenderReport: 1234,
    delaySinceLastSenderReport: 32768,
  });
});

test('bitrate is that of the last second', () => {
  const meter = new BitrateMeter();
  for (let ms = 0; ms < 3000; ms += 10) meter.add(125, ms);
  expect(meter.bitsPerSecond(2999)).toBe(100_000);
  expect(meter.bitsPerSecond(3499)).toBe(50_000);
  expect(meter.bitsPerSecond(60_000)).toBe(0);
});
