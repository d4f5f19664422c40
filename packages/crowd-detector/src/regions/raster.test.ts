import { expect, test } from 'vitest';
import { Planes } from '../kernels/planes.js';
import { MASK_FAST, MASK_SLOW } from '../types.js';
import { polygonArea } from './polygon.js';
import { rasterize } from './raster.js';
import { RegionCounts } from './regionCounts.js';

const CONCAVE = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.6, y: 0.9 },
  { x: 0.6, y: 0.4 },
  { x: 0.4, y: 0.4 },
  { x: 0.4, y: 0.9 },
  { x: 0.1, y: 0.9 },
];
const triangle = (ax: number, ay: number) => [
  { x: ax, y: ay },
  { x: 1, y: 0 },
  { x: 0, y: 1 },
];

test('a whole picture has all its pixels', () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  expect(rasterize(corners, 33, 17).area).toBe(33 * 17);
});

test('a concave polygon has as many pixels as its area says, none in its notch', () => {
  const { runs, area } = rasterize(CONCAVE, 200, 100);
  expect(area / 20_000).toBeCloseTo(polygonArea(CONCAVE), 2);
  const covers = (x: number, y: number) => {
    for (let k = 0; k < runs.length; k += 3)
      if (runs[k] === y && runs[k + 1]! <= x && x < runs[k + 2]!) return true;
    return false;
  };
  expect(covers(100, 70)).toBe(false);
  expect(covers(60, 70)).toBe(true);
  expect(covers(140, 70)).toBe(true);
});

test('polygons that share an edge share no pixel and leave none out', () => {
  const upper = rasterize(triangle(0, 0), 64, 48);
  const lower = rasterize(triangle(1, 1), 64, 48);
  expect(upper.area + lower.area).toBe(64 * 48);
});

test('all regions are counted at once as one by one', () => {
  const [width, height] = [70, 40];
  const rasters = [CONCAVE, triangle(0, 0), triangle(1, 1)].map((polygon) =>
    rasterize(polygon, width, height),
  );
  const { counts, data } = Planes.for((planes) => ({
    counts: new RegionCounts(planes, width, rasters),
    data: planes.uint8(width * height),
  }));
  data.forEach((_, i) => (data[i] = ((i * 7919) >>> 3) % 3));
  counts.update({ data, width, height });
  rasters.forEach(({ runs, area }, region) => {
    let [crowd, fast] = [0, 0];
    for (let k = 0; k < runs.length; k += 3)
      for (let x = runs[k + 1]!; x < runs[k + 2]!; x++) {
        const value = data[runs[k]! * width + x];
        if (value === MASK_SLOW || value === MASK_FAST) crowd++;
        if (value === MASK_FAST) fast++;
      }
    expect(fast).toBeGreaterThan(0);
    expect(counts.of(region)).toEqual({ area, crowd, fast });
  });
});
