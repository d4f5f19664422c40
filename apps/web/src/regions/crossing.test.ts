import { describe, expect, it } from 'vitest';
import { crossings, lineCrossings } from './crossing.js';

const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));

describe('crossings', () => {
  it('accepts convex and concave polygons', () => {
    expect(crossings(points([0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]))).toEqual([]);
    expect(crossings(points([0, 0], [1, 0], [1, 1], [0.5, 0.4], [0, 1]))).toEqual([]);
    expect(crossings(points([0, 0], [1, 0], [0, 1]))).toEqual([]);
  });

  it('finds the knot of a bow tie', () => {
    const [knot, ...others] = crossings(points([0.2, 0.2], [0.8, 0.8], [0.8, 0.2], [0.2, 0.8]));
    expect(knot?.x).toBeCloseTo(0.5);
    expect(knot?.y).toBeCloseTo(0.5);
    expect(others).toEqual([]);
  });

  it('finds a point that lies on another edge', () => {
    expect(crossings(points([0, 0], [1, 0], [1, 1], [0.5, 0], [0, 1]))).toContainEqual({
      x: 0.5,
      y: 0,
    });
  });

  it('finds an edge that runs back over its neighbour, at the seam too', () => {
    expect(crossings(points([0, 0], [1, 0], [0.5, 0], [0.5, 1]))).not.toEqual([]);
    expect(crossings(points([0.5, 0], [0.5, 1], [0, 0], [1, 0]))).not.toEqual([]);
  });

  it('accepts a point in the middle of a straight edge', () => {
    expect(crossings(points([0, 0], [0.5, 0], [1, 0], [1, 1]))).toEqual([]);
  });
});

describe('lineCrossings', () => {
  const line = points([0, 0], [1, 0], [1, 1]);

  it('lets a line go on', () => {
    expect(lineCrossings(line, { x: 0, y: 1 })).toEqual([]);
    expect(lineCrossings([], { x: 0, y: 1 })).toEqual([]);
  });

  it('finds where a line comes back over itself', () => {
    const [crossing] = lineCrossings(line, { x: 0.5, y: -0.5 });
    expect(crossing?.x).toBeCloseTo(2 / 3);
    expect(crossing?.y).toBeCloseTo(0);
  });
});
