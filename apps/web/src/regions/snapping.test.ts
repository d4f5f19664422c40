import { describe, expect, it } from 'vitest';
import { snapShift } from './snapping.js';

const picture = { width: 1000, height: 500 };
const triangle = [
  { x: 0.5, y: 0.2 },
  { x: 0.9, y: 0.2 },
  { x: 0.9, y: 0.8 },
];

describe('snapShift', () => {
  it('takes the nearest corner of another region', () => {
    const shift = snapShift([{ x: 0.505, y: 0.206 }], [triangle], picture);
    expect(shift.x).toBeCloseTo(-0.005);
    expect(shift.y).toBeCloseTo(-0.006);
  });

  it('takes the border of another region where no corner is near', () => {
    const shift = snapShift([{ x: 0.7, y: 0.19 }], [triangle], picture);
    expect(shift.x).toBeCloseTo(0);
    expect(shift.y).toBeCloseTo(0.01);
  });

  it('takes both borders of the picture in its corner', () => {
    expect(snapShift([{ x: 0.004, y: 0.99 }], [], picture)).toEqual({
      x: -0.004,
      y: expect.closeTo(0.01) as number,
    });
  });

  it('measures nearness in pixels, not in shares', () => {
    expect(snapShift([{ x: 0.015, y: 0.5 }], [], picture)).toEqual({ x: 0, y: 0 });
    expect(snapShift([{ x: 0.5, y: 0.015 }], [], picture).y).toBeCloseTo(-0.015);
  });

  it('shifts a whole shape by the one of its points that is nearest', () => {
    const moved = triangle.map(({ x, y }) => ({ x: x + 0.095, y }));
    expect(snapShift(moved, [], picture).x).toBeCloseTo(0.005);
  });
});
