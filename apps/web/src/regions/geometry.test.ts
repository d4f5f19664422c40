import { describe, expect, it } from 'vitest';
import { area, clampPoint, contentBox, labelPoint, translate } from './geometry.js';

const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));
const square = points([0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]);

describe('contentBox', () => {
  it('puts bars left and right of a picture that is narrower than its element', () => {
    expect(contentBox({ width: 1600, height: 900 }, { width: 640, height: 480 })).toEqual({
      left: 200,
      top: 0,
      width: 1200,
      height: 900,
    });
  });

  it('puts bars above and below a picture that is wider', () => {
    expect(contentBox({ width: 400, height: 400 }, { width: 1280, height: 720 })).toEqual({
      left: 0,
      top: 87.5,
      width: 400,
      height: 225,
    });
  });

  it('is the whole element while the size of the picture is unknown', () => {
    expect(contentBox({ width: 400, height: 300 }, { width: 0, height: 0 })).toEqual({
      left: 0,
      top: 0,
      width: 400,
      height: 300,
    });
  });
});

it('moves a polygon as far as the border of the picture and keeps its shape', () => {
  const moved = translate(square, { x: 0.5, y: -0.1 });
  expect(moved).toEqual(points([0.4, 0.1], [1, 0.1], [1, 0.7], [0.4, 0.7]));
  expect(area(moved)).toBeCloseTo(area(square));
});

it('clamps and rounds a point', () => {
  expect(clampPoint({ x: -0.2, y: 0.333333 })).toEqual({ x: 0, y: 0.3333 });
});

it('measures the area in shares of the picture, whichever way round', () => {
  expect(area(square)).toBeCloseTo(0.36);
  expect(area(square.toReversed())).toBeCloseTo(0.36);
});

it('labels a region at the left end of its uppermost edge', () => {
  expect(labelPoint(square)).toEqual({ x: 0.2, y: 0.2 });
  expect(labelPoint(points([0.1, 0.4], [0.5, 0.3], [0.6, 0.9]))).toEqual({ x: 0.1, y: 0.4 });
});
