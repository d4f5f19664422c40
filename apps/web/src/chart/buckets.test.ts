import { expect, it, test } from 'vitest';
import type { SeriesBucket } from '../api/operations/measurements.js';
import { bucketFor, isolated, joined, linesOf } from './buckets.js';

test.each([
  [60, 1],
  [3600, 5],
  [86_400, 120],
  [30 * 86_400, 3600],
  [10 * 365 * 86_400, 86_400],
])('a span of %d s is cut into buckets of %d s', (span, length) => {
  expect(bucketFor(span)).toBe(length);
});

function bucket(regionId: string, second: number, mean: number): SeriesBucket {
  return {
    regionId,
    at: new Date(second * 1000).toISOString(),
    occupancy: { mean, min: mean, max: mean },
    fluidity: null,
    direction: null,
    levels: { none: 1, min: 0, med: 0, max: 0 },
  };
}

it('puts regions over the same times and breaks the lines where nothing was measured', () => {
  const series = [
    [bucket('a', 0, 10), bucket('a', 10, 20), bucket('a', 60, 30)],
    [bucket('b', 10, 40)],
  ];
  expect(linesOf(series, 'occupancy', 10)).toEqual({
    times: [5, 15, 25, 65],
    values: [
      [10, 20, null, 30],
      [null, 40, null, null],
    ],
  });
  expect(linesOf(series, 'fluidity', 10).values[0]).toEqual([null, null, null, null]);
});

it('continues the history with what has been measured since', () => {
  const past = { times: [5, 15, 25], values: [[1, 2, 3]] };
  const live = { times: [18, 19, 20, 21], values: [[7, 8, 9, 10], [0, 0, 0, 0]] }; // prettier-ignore
  expect(joined(past, 20, live)).toEqual({
    times: [5, 15, 20, 21],
    values: [
      [1, 2, 9, 10],
      [null, null, 0, 0],
    ],
  });
  expect(joined({ times: [], values: [] }, 0, live)).toEqual(live);
  expect(joined(past, 30, live).times).toEqual(past.times);
});

test('a value without a neighbour is isolated, also at the ends', () => {
  expect(isolated([1, null, 2, 3, null, 4, undefined, 0])).toEqual([0, 5, 7]);
  expect(isolated([1, 2])).toEqual([]);
});
