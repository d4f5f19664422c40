import { expect, it } from 'vitest';
import { Blur } from './Blur.js';

const PADDING = 255;

/** A picture whose three planes have these samples; rows are longer than the picture is wide. */
function picture(width: number, height: number, sample: (x: number, y: number) => number) {
  const plane = (columns: number, rows: number, stride: number) =>
    Uint8Array.from({ length: stride * rows }, (_, at) => {
      const [x, y] = [at % stride, Math.floor(at / stride)];
      return x < columns ? sample(x / columns, y / rows) : PADDING;
    });
  const [strideY, strideUV] = [width + 15, (width >> 1) + 9];
  const chroma = () => plane((width + 1) >> 1, (height + 1) >> 1, strideUV);
  return {
    width,
    height,
    y: plane(width, height, strideY),
    u: chroma(),
    v: chroma(),
    strideY,
    strideUV,
  };
}

const bytes = ({ y, u, v }: ReturnType<typeof picture>) => Buffer.concat([y, u, v]);

it.each([
  [640, 480],
  [321, 241],
  [720, 1281],
  [17, 9],
  [1, 1],
])('leaves an even shade and all that is outside of the picture, %i x %i', (width, height) => {
  const even = picture(width, height, () => 77);
  new Blur(width, height).draw(even);
  expect(bytes(even).equals(bytes(picture(width, height, () => 77)))).toBe(true);
});

it('keeps where it is dark and where bright', () => {
  const halves = picture(640, 480, (x) => (x < 0.5 ? 40 : 200));
  new Blur(640, 480).draw(halves);
  const row = halves.y.subarray(240 * halves.strideY);
  expect(row[200]).toBe(40);
  expect(row[440]).toBe(200);
  expect(row[320]).toBeGreaterThan(80);
  expect(row[320]).toBeLessThan(160);
});

it('loses whatever is smaller than its cells', () => {
  const board = picture(
    640,
    480,
    (x, y) => 60 + 120 * ((Math.floor(x * 64) + Math.floor(y * 48)) % 2),
  );
  new Blur(640, 480).draw(board);
  const row = board.y.subarray(240 * board.strideY, 240 * board.strideY + 640);
  expect(Math.max(...row) - Math.min(...row)).toBeLessThan(20);
});

it('has no steps between its cells', () => {
  const { y, strideY, ...slope } = picture(640, 480, (x, y) => 20 + 100 * x + 100 * y);
  new Blur(640, 480).draw({ y, strideY, ...slope });
  for (let at = 1; at < 480; at++) {
    expect(Math.abs(y[at]! - y[at - 1]!)).toBeLessThan(2);
    expect(Math.abs(y[at * strideY]! - y[(at - 1) * strideY]!)).toBeLessThan(2);
  }
});
