import { expect, test } from 'vitest';
import { formatSize } from './size.js';

test.each([
  [0, '0\u00a0kB'],
  [639_600, '640\u00a0kB'],
  [1_234_567, '1.2\u00a0MB'],
  [12_345_678, '12\u00a0MB'],
  [4_200_000_000, '4.2\u00a0GB'],
  [9e15, '9000\u00a0TB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatSize(bytes)).toBe(words);
});
