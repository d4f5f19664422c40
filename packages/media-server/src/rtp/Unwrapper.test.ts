import { expect, test } from 'vitest';
import { Unwrapper } from './Unwrapper.js';

test('a counter goes on over its wrap, and back for what comes late', () => {
  const unwrapper = new Unwrapper(16);
  const start = unwrapper.unwrap(65534);
  expect([65535, 0, 1, 65533, 2].map((value) => unwrapper.unwrap(value) - start)).toEqual([
    1, 2, 3, -1, 4,
  ]);
});

test('32 bits wrap too, and nothing is negative', () => {
  const unwrapper = new Unwrapper(32);
  const start = unwrapper.unwrap(0);
  expect(unwrapper.unwrap(4294967295) - start).toBe(-1);
  expect(unwrapper.unwrap(4294967295)).toBeGreaterThanOrEqual(0);
});
