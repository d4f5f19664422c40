import { expect, test } from 'vitest';
import type { ReportBlock } from '../packets/rtcp.js';
import { LossMeter } from './LossMeter.js';

function report(packetsLost: number, highestSequence = 1): ReportBlock {
  const others = { fractionLost: 0, jitter: 0, lastSenderReport: 0, delaySinceLastSenderReport: 0 };
  return { ssrc: 1, packetsLost, highestSequence, ...others };
}

test('a packet that is asked for repeatedly counts once', () => {
  const meter = new LossMeter();
  meter.sent(100);
  meter.askedFor([65_534, 2]);
  meter.askedFor([65_534, 2]);
  meter.askedFor([2, 3]);
  expect(meter.take()).toBe(0.03);
});

test('the more of what is asked for and what is reported counts; a first report says nothing', () => {
  const meter = new LossMeter();
  meter.sent(100);
  meter.askedFor([1]);
  meter.reported(report(0, 0));
  meter.reported(report(1000));
  expect(meter.take()).toBe(0.01);
  meter.reset();
  meter.sent(100);
  meter.askedFor([2]);
  meter.reported(report(1015));
  meter.reported(report(1020));
  expect(meter.take()).toBe(0.2);
});

test('one packet lost by chance is not much of a slow stream; many are, sooner or later', () => {
  const meter = new LossMeter();
  const second = (lost: number) => {
    meter.sent(20);
    for (let i = 0; i < lost; i++) meter.askedFor([++sequence]);
    return meter.take();
  };
  let sequence = 0;
  for (let i = 0; i < 10; i++) second(0);
  expect(second(4)).toBeLessThan(0.07);
  expect(second(4)).toBeGreaterThan(0.08);
});

test('numbers that were used again long after are new', () => {
  const meter = new LossMeter();
  meter.askedFor([40_000]);
  meter.take();
  meter.take();
  meter.reset();
  meter.sent(10);
  meter.askedFor([20_000]);
  expect(meter.take()).toBe(0.1);
});
