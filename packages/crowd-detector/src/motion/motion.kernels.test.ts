import { describe, expect, test } from 'vitest';
import { fillRandom, SIZES, workbench } from '../kernels/planes.test.helper.js';

describe.each(SIZES)('pictures of %dx%d', (width, height) => {
  const pixels = width * height;
  const { kernels, at, bytes } = workbench(pixels);
  const [input, cells, output, line] = bytes as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

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
});
