import { describe, expect, test } from 'vitest';
import { around, fillRandom, SIZES, workbench } from '../kernels/planes.test.support.js';

describe.each(SIZES)('pictures of %dx%d', (width, height) => {
  const pixels = width * height;
  const { kernels, at, bytes, floats } = workbench(4 * pixels);
  const [source, result] = [bytes[0]!, bytes[1]!];
  const [grey, output] = [floats[0]!, floats[1]!];
  const inner = (reach: number, visit: (x: number, y: number) => void) => {
    for (let y = reach; y < height - reach; y++)
      for (let x = reach; x < width - reach; x++) visit(x, y);
  };

  test('halveBytes averages squares, whatever the stride', () => {
    const stride = 2 * width + 3;
    const large = workbench(2 * height * stride).bytes[0]!;
    fillRandom(large, 0, 256, 1);
    const bench = workbench(2 * height * stride);
    bench.bytes[0]!.set(large);
    bench.kernels.halveBytes(
      bench.at(bench.bytes[0]!),
      stride,
      bench.at(bench.floats[0]!),
      width,
      height,
    );
    inner(0, (x, y) => {
      const i = 2 * y * stride + 2 * x;
      const sum = large[i]! + large[i + 1]! + large[i + stride]! + large[i + stride + 1]!;
      expect(bench.floats[0]![y * width + x]).toBe(sum / 4);
    });
  });

  test('halve averages squares and leaves out an odd last row and column', () => {
    fillRandom(grey, 0, 255, 2);
    const [w, h] = [width >> 1, height >> 1];
    kernels.halve(at(grey), width, at(output), w, h);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const i = 2 * y * width + 2 * x;
        const sum = grey[i]! + grey[i + 1]! + grey[i + width]! + grey[i + width + 1]!;
        expect(output[y * w + x]).toBeCloseTo(sum / 4, 3);
      }
  });

  test('mean3x3 averages windows', () => {
    fillRandom(grey, -100, 100, 3);
    kernels.mean3x3(at(grey), at(output), width, height);
    inner(1, (x, y) => {
      let sum = 0;
      around([x, y], 1, [width, height], (i) => (sum += grey[i]!));
      expect(output[y * width + x]).toBeCloseTo(sum / 9, 3);
    });
    expect(output.subarray(0, width).every((value) => value === 0)).toBe(true);
    expect(output.subarray(pixels - width, pixels).every((value) => value === 0)).toBe(true);
  });

  test('highest3x3 and lowest3x3 find the extremes of windows up to the border', () => {
    fillRandom(source, 0, 256, 4);
    for (const [kernel, extreme] of [
      [kernels.highest3x3, Math.max],
      [kernels.lowest3x3, Math.min],
    ] as const) {
      kernel(at(source), at(result), width, height);
      inner(0, (x, y) => {
        let expected = source[y * width + x]!;
        around([x, y], 1, [width, height], (i) => (expected = extreme(expected, source[i]!)));
        expect(result[y * width + x]).toBe(expected);
      });
    }
  });

  test('highest2x2 finds the highest of squares', () => {
    fillRandom(source, 0, 256, 5);
    kernels.highest2x2(at(source), at(result), width, height);
    const columns = width >> 1;
    for (let y = 0; y < height >> 1; y++)
      for (let x = 0; x < columns; x++) {
        const i = 2 * y * width + 2 * x;
        const square = [source[i]!, source[i + 1]!, source[i + width]!, source[i + width + 1]!];
        expect(result[y * columns + x]).toBe(Math.max(...square));
      }
  });

  test('sum5x5 sums windows', () => {
    fillRandom(source, 0, 10, 6);
    kernels.sum5x5(at(source), at(result), width, height);
    inner(2, (x, y) => {
      let sum = 0;
      around([x, y], 2, [width, height], (i) => (sum += source[i]!));
      expect(result[y * width + x]).toBe(sum);
    });
    expect(result.subarray(0, 2 * width).every((value) => value === 0)).toBe(true);
  });

  test.each([
    [0.3, -0.6],
    [-3.25, 2.5],
    [1, 0],
    [0, 0.25],
  ])('warp shifts by (%d, %d) and relights', (shiftX, shiftY) => {
    fillRandom(grey, 0, 255, 7);
    kernels.warp(at(grey), at(floats[2]!), at(output), width, height, shiftX, shiftY, 5, 2);
    const clamp = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
    const pixel = (x: number, y: number) => grey[clamp(y, height) * width + clamp(x, width)]!;
    inner(0, (x, y) => {
      const [u, v] = [Math.floor(x + shiftX), Math.floor(y + shiftY)];
      const [fx, fy] = [x + shiftX - u, y + shiftY - v];
      const top = pixel(u, v) * (1 - fx) + pixel(u + 1, v) * fx;
      const bottom = pixel(u, v + 1) * (1 - fx) + pixel(u + 1, v + 1) * fx;
      const expected = (top * (1 - fy) + bottom * fy - 5) * 2;
      expect(output[y * width + x]).toBeCloseTo(expected, 2);
    });
  });

  test('relight undoes gain and offset', () => {
    fillRandom(grey, 0, 255, 8);
    kernels.relight(at(grey), at(output), pixels, 7, 0.5);
    inner(0, (x, y) => {
      const i = y * width + x;
      expect(output[i]).toBeCloseTo((grey[i]! - 7) / 2, 3);
    });
  });
});
