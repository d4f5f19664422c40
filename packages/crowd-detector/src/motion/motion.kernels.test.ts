import { describe, expect, test } from 'vitest';
import { Planes } from '../kernels/planes.js';
import { Runs } from '../picture/runs.js';
import { fillRandom, SIZES, workbench } from '../kernels/planes.test.support.js';

describe.each(SIZES)('pictures of %dx%d', (width, height) => {
  const pixels = width * height;
  // A patch takes more room than the smallest picture.
  const { kernels, at, bytes, floats } = workbench(Math.max(600, pixels));
  const [input, cells, output, line] = bytes.map((plane) => plane.subarray(0, pixels)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];

  test.each([1, 4, 5])('maskByCells, %d pixels wide', (cell) => {
    fillRandom(input, 0, 2, 1);
    fillRandom(cells, 0, 2, 2);
    kernels.maskByCells(at(input), at(cells), at(output), at(line), width, height, cell);
    const columns = Math.ceil(width / cell);
    const cellOf = (i: number) =>
      Math.floor(i / width / cell) * columns + Math.floor((i % width) / cell);
    expect(output).toEqual(input.map((value, i) => value * cells[cellOf(i)]!));
  });

  test('sumCells8x8', () => {
    fillRandom(input, 0, 2, 3);
    kernels.sumCells8x8(at(input), at(output), width, height);
    const columns = Math.ceil(width / 8);
    const expected = new Uint8Array(columns * Math.ceil(height / 8));
    input.forEach((value, i) => {
      expected[(Math.floor(i / width) >> 3) * columns + ((i % width) >> 3)]! += value;
    });
    expect(output.subarray(0, expected.length)).toEqual(expected);
  });

  test.each([
    [0, 0],
    [2, -1],
    [-3, 3],
  ])('addShifted by (%d, %d)', (dx, dy) => {
    fillRandom(input, 0, 9, 4);
    fillRandom(cells, 0, 9, 5);
    output.fill(255);
    kernels.addShifted(at(input), at(cells), at(output), width, height, dx, dy);
    const expected = input.map((_, i) => {
      const [x, y] = [(i % width) + dx, Math.floor(i / width) + dy];
      const from = y * width + x;
      return x < 0 || y < 0 || x >= width || y >= height ? 0 : input[from]! + cells[from]!;
    });
    expect(output).toEqual(expected);
  });

  test.each([
    [0, 0, 5],
    [1.7, -0.4, 5],
    [-2.2, 3.6, 4],
    [9.5, -7.25, 3],
  ])('comparePatch at (%d, %d), radius %d, also beyond the border', (dx, dy, radius) => {
    const [picture, before, patch, sums] = floats as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    fillRandom(picture, 0, 255, 6);
    fillRandom(before, 0, 255, 7);
    fillRandom(input, 0, 1.2, 8);
    for (const [x, y] of [
      [3, 2],
      [width >> 1, height >> 1],
      [width - 1, height - 1],
    ] as const) {
      const expected = patchAround(picture, input, [width, height], x, y, radius);
      const count = kernels.cutPatch(
        at(picture),
        width,
        height,
        at(input),
        width,
        height,
        1,
        x,
        y,
        radius,
        2,
        at(patch),
        at(sums),
      );
      expect(count).toBe(expected.length);
      const texture = [0, 0, 0];
      for (const { gx, gy } of expected) {
        texture[0]! += gx * gx;
        texture[1]! += gx * gy;
        texture[2]! += gy * gy;
      }
      texture.forEach((sum, i) => expect(sums[i]! / 1e5).toBeCloseTo(sum / 1e5, 3));

      kernels.comparePatch(at(before), width, height, x, y, radius, at(patch), dx, dy, at(sums));
      let [sum, bx, by] = [0, 0, 0];
      for (const pixel of expected) {
        const r = sample(before, [width, height], pixel.x + dx, pixel.y + dy) - pixel.grey;
        sum += Math.abs(r);
        bx += r * pixel.gx;
        by += r * pixel.gy;
      }
      expect(sums[2]! / 1e3).toBeCloseTo(sum / 1e3, 2);
      expect(sums[0]! / 1e5).toBeCloseTo(bx / 1e5, 2);
      expect(sums[1]! / 1e5).toBeCloseTo(by / 1e5, 2);
    }
  });

  test.each([0, 1])('sumChange at level %d', (level) => {
    const [w, h] = [width >> level, height >> level];
    const cell = 4;
    const columns = Math.ceil(width / cell);
    const { picture, before, change, texture, levels, runs, ...planes } = Planes.for((planes) => ({
      kernels: planes.kernels,
      at: planes.at,
      picture: planes.float32(w * h),
      before: planes.float32(w * h),
      change: planes.float64(columns * height),
      texture: planes.float64(columns * height),
      levels: planes.uint8(2 * height),
      runs: new Runs(planes, width, 2 * height),
    }));
    for (let y = 0; y < height; y++)
      for (const part of [0, 1]) {
        const run = runs.count++;
        runs.y[run] = y;
        runs.from[run] = part === 0 ? y % 3 : width >> 1;
        runs.to[run] = part === 0 ? width >> 1 : width;
        levels[run] = (y + part) % 3 === 0 ? 1 - level : level;
      }
    fillRandom(picture, 0, 50, 9);
    fillRandom(before, 0, 50, 10);
    planes.kernels.sumChange(
      planes.at(picture),
      planes.at(before),
      w,
      h,
      level,
      planes.at(levels),
      runs.count,
      planes.at(runs.y),
      planes.at(runs.from),
      planes.at(runs.to),
      cell,
      columns,
      planes.at(change),
      planes.at(texture),
      7,
      2,
    );
    const expected = {
      change: new Float64Array(change.length),
      texture: new Float64Array(texture.length),
    };
    for (let run = 0; run < runs.count; run++)
      for (let x = runs.from[run]!; x < runs.to[run]!; x++) {
        const y = runs.y[run]!;
        const [u, v] = [x >> level, y >> level];
        const inside = u > 0 && v > 0 && u < w - 1 && v < h - 1;
        if (levels[run] !== level || !inside || (x + y) % 2 === 1) continue;
        const i = v * w + u;
        const gx = picture[i + 1]! - picture[i - 1]!;
        const gy = picture[i + w]! - picture[i - w]!;
        const index = Math.floor(y / cell) * columns + Math.floor(x / cell);
        expected.change[index]! += ((picture[i]! - before[i]!) ** 2 - 7) * 4 ** level;
        expected.texture[index]! += Math.max(0, (gx * gx + gy * gy) / 4 - 3.5) + 2;
      }
    expected.change.forEach((sum, i) => expect(change[i]).toBeCloseTo(sum, 1));
    expected.texture.forEach((sum, i) => expect(texture[i]).toBeCloseTo(sum, 1));
  });
});

/** The pixels of a patch that count: wanted, or two pixels from one that is. */
function patchAround(
  data: Float32Array,
  wanted: Uint8Array,
  [width, height]: readonly [number, number],
  cx: number,
  cy: number,
  radius: number,
) {
  const pixels = [];
  const isWanted = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && wanted[y * width + x] === 1;
  for (let y = Math.max(1, cy - radius); y <= Math.min(height - 2, cy + radius); y++)
    for (let x = Math.max(1, cx - radius); x <= Math.min(width - 2, cx + radius); x++) {
      const near =
        isWanted(x, y) ||
        isWanted(x - 2, y) ||
        isWanted(x + 2, y) ||
        isWanted(x, y - 2) ||
        isWanted(x, y + 2);
      const i = y * width + x;
      const gx = 0.5 * (data[i + 1]! - data[i - 1]!);
      const gy = 0.5 * (data[i + width]! - data[i - width]!);
      if (near) pixels.push({ x, y, grey: data[i]!, gx, gy });
    }
  return pixels;
}

/** Bilinear; beyond the border the outermost pixels go on. */
function sample(
  data: Float32Array,
  [width, height]: readonly [number, number],
  x: number,
  y: number,
): number {
  const [u, v] = [Math.max(0, Math.min(width - 1, x)), Math.max(0, Math.min(height - 1, y))];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const at = (a: number, b: number) => data[b * width + a]!;
  const above = at(left, top) + (u - left) * (at(right, top) - at(left, top));
  const below = at(left, bottom) + (u - left) * (at(right, bottom) - at(left, bottom));
  return above + (v - top) * (below - above);
}
