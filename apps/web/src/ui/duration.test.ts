import { expect, it } from 'vitest';
import { formatDuration } from './duration.js';

it.each([
  [-5, '0:00'],
  [0, '0:00'],
  [65_999, '1:05'],
  [3_600_000, '1:00:00'],
  [3_727_000, '1:02:07'],
])('%i ms is %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
