import { expect, test } from 'vitest';
import { WHITE } from './colours.js';
import { RegionBorder } from './RegionBorder.js';

const WIDTH = 60;
const HEIGHT = 40;
const REACH = 1.5 / 2 + 0.5;

test.each([
  ['slanted', { x: 0.1, y: 0.2 }, { x: 0.9, y: 0.7 }],
  ['steep, upwards', { x: 0.6, y: 0.95 }, { x: 0.5, y: 0.1 }],
  ['level', { x: 0.2, y: 0.5 }, { x: 0.8, y: 0.5 }],
  ['almost level', { x: 0.9, y: 0.5 }, { x: 0.1, y: 0.51 }],
  ['upright', { x: 0.3, y: 0.1 }, { x: 0.3, y: 0.9 }],
  ['partly outside', { x: -0.2, y: 0.3 }, { x: 0.5, y: 1.4 }],
  ['a point', { x: 0.4, y: 0.4 }, { x: 0.4, y: 0.4 }],
])('a line that is %s covers what is near to it, and nothing else', (_, a, b) => {
  const y = new Uint8Array(WIDTH * HEIGHT);
  const [u, v] = [new Uint8Array(y.length / 4), new Uint8Array(y.length / 4)];
  const size = { width: WIDTH, height: HEIGHT, strideY: WIDTH, strideUV: WIDTH / 2 };
  new RegionBorder([[a, b]], WIDTH, HEIGHT).draw({ ...size, y, u, v });
  for (let index = 0; index < y.length; index++) {
    const [column, row] = [(index % WIDTH) + 0.5, Math.floor(index / WIDTH) + 0.5];
    const cover = Math.min(1, Math.max(0, REACH - distance(column, row, a, b)));
    expect(y[index]! / WHITE.y).toBeCloseTo(cover, 1);
  }
});

/** Of a pixel's centre from the nearest of many points of the line. */
function distance(x: number, y: number, a: { x: number; y: number }, b: typeof a): number {
  const points = Array.from({ length: 1001 }, (_, index) => index / 1000);
  return Math.min(
    ...points.map((t) =>
      Math.hypot(x - (a.x + t * (b.x - a.x)) * WIDTH, y - (a.y + t * (b.y - a.y)) * HEIGHT),
    ),
  );
}
