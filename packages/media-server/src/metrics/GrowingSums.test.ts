import { expect, test } from 'vitest';
import { GrowingSums } from './GrowingSums.js';

const frames = (value: number, stage = 'decoder') => ({
  name: 'frames_total',
  labels: { stage },
  value,
});

test('sums grow with each source, and stay when one ends', () => {
  const sums = new GrowingSums();
  sums.see('a', [frames(10)]);
  sums.see('b', [frames(1), frames(7, 'encoder')]);
  sums.see('a', [frames(12)]);
  expect(sums.samples).toEqual([frames(13), frames(7, 'encoder')]);
  sums.forget('a');
  expect(sums.samples).toEqual([frames(13), frames(7, 'encoder')]);
  // Another one of the same name counts from its own beginning.
  sums.see('a', [frames(2)]);
  expect(sums.samples).toEqual([frames(15), frames(7, 'encoder')]);
});

test('a count that becomes less takes nothing away', () => {
  const sums = new GrowingSums();
  sums.see('a', [frames(10)]);
  sums.see('a', [frames(8)]);
  sums.see('a', [frames(9)]);
  expect(sums.samples).toEqual([frames(11)]);
});
