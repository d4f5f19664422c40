import { expect, test } from 'vitest';
import { opusDuration } from './opus.js';

test.each([
  ['20 ms of CELT, as browsers send', [0xfc | 0], 960],
  ['2.5 ms of CELT', [0xe0], 120],
  ['60 ms of SILK', [3 << 3], 2880],
  ['20 ms of hybrid', [13 << 3], 960],
  ['two frames of 10 ms', [(30 << 3) | 1], 960],
  ['five frames of 20 ms', [(31 << 3) | 3, 5], 4800],
  ['nothing', [], 0],
])('%s', (_, bytes, samples) => {
  expect(opusDuration(Uint8Array.from(bytes))).toBe(samples);
});
