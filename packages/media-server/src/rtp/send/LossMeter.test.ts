import { expect, test } from 'vitest';
import { LossMeter } from './LossMeter.js';

test('a packet that is asked for repeatedly counts once', () => {
  const meter = new LossMeter();
  meter.sent(100);
  meter.askedFor([65_534, 2]);
  meter.askedFor([65_534, 2]);
  meter.askedFor([2, 3]);
  expect(meter.take()).toBe(0.03);
  expect(meter.take()).toBe(0);
});

test('the worse of what is asked for and what is reported counts', () => {
  const meter = new LossMeter();
  meter.sent(100);
  meter.askedFor([1]);
  meter.reported(0.2);
  meter.reported(0.1);
  expect(meter.take()).toBe(0.2);
});

test('numbers that were used again long after are new', () => {
  const meter = new LossMeter();
  meter.askedFor([40_000]);
  meter.take();
  meter.take();
  meter.sent(10);
  meter.askedFor([20_000]);
  expect(meter.take()).toBe(0.1);
});
