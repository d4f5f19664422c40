import { expect, test } from 'vitest';
import { localTime, timeOf } from './localTime.js';

test('a time is told and read in the zone of this browser', () => {
  const time = new Date(2026, 10, 22, 15, 4, 5).getTime();
  expect(localTime(time)).toBe('2026-11-22T15:04:05');
  expect(timeOf('2026-11-22T15:04:05')).toBe(time);
  expect(timeOf(localTime(time))).toBe(time);
});

test('no time is an empty field, and an empty field is no time', () => {
  expect(localTime(undefined)).toBe('');
  expect(timeOf('')).toBeUndefined();
});
