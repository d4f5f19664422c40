import { expect, it } from 'vitest';
import type { SeriesBucket } from '../api/operations/measurements.js';
import { heatRows } from './heatmap.js';

/** @param day - of January 2026, which began on a Thursday; in the zone of this machine, as the page shows it */
function hour(day: number, hours: number, mean: number): SeriesBucket {
  return {
    regionId: 'a',
    at: new Date(2026, 0, day, hours).toISOString(),
    occupancy: { mean, min: mean, max: mean },
    fluidity: null,
    direction: null,
    levels: { none: 1, min: 0, med: 0, max: 0 },
  };
}

it('has a row for each of a few days, and the mean of the regions in each hour', () => {
  const rows = heatRows([[hour(1, 8, 20), hour(2, 9, 50)], [hour(1, 8, 40)]], 7, 'en');
  expect(rows.map(({ title }) => title)).toEqual(['Thu, 1/1', 'Fri, 1/2']);
  expect(rows[0]?.hours).toHaveLength(24);
  expect(rows[0]?.hours[8]).toEqual({
    occupancy: 30,
    at: new Date(2026, 0, 1, 8).getTime(),
  });
  expect(rows[0]?.hours[9]?.occupancy).toBeUndefined();
});

it('puts the same days of many weeks together, Monday first', () => {
  const rows = heatRows([[hour(1, 8, 20), hour(5, 8, 5), hour(8, 8, 40)]], 30, 'en');
  expect(rows.map(({ title }) => title)).toEqual(['Monday', 'Thursday']);
  expect(rows[1]?.hours[8]).toEqual({ occupancy: 30, at: new Date(2026, 0, 8, 8).getTime() });
});
