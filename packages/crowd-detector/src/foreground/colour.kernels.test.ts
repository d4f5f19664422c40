import { describe, expect, test } from 'vitest';
import { around, fillRandom, SIZES } from '../kernels/planes.test.support.js';
import { Planes } from '../kernels/planes.js';

describe.each(SIZES)('chroma planes of %dx%d', (width, height) => {
  const count = 4 * Math.ceil((width * height) / 4);
  const bench = Planes.for((planes) => ({
    kernels: planes.kernels,
    at: planes.at,
    luma: planes.float32(count),
    background: planes.float32(count),
    chroma: planes.float32(2 * count),
    backgroundChroma: planes.float32(2 * count),
    deviation: planes.float32(2 * count),
    residual: planes.float32(2 * count),
    strength: planes.float32(count),
    levels: planes.uint8(count),
    candidates: planes.uint8((2 * width + 1) * (2 * height + 1)),
  }));
  const { kernels, at, strength, levels } = bench;

  test('compareColour: what light leaves unexplained, against what counts', () => {
    const { luma, background, chroma, backgroundChroma, deviation, residual } = bench;
    fillRandom(luma, 0, 255, 1);
    fillRandom(background, 0, 255, 2);
    fillRandom(chroma, -60, 60, 3);
    fillRandom(backgroundChroma, -60, 60, 4);
    fillRandom(deviation, 0, 4, 5);
    kernels.compareColour(
      at(luma),
      at(background),
      at(chroma),
      at(backgroundChroma),
      at(deviation),
      at(residual),
      at(strength),
      count,
      8,
      0.4,
      1.5,
      6,
      7,
      5,
      240,
      250,
    );
    for (let i = 0; i < count; i++) {
      const ratio = Math.max(8, luma[i]!) / Math.max(8, background[i]!);
      const factor = Math.min(1.5, Math.max(0.4, ratio));
      const brightest = (grey: Float32Array, colour: Float32Array) =>
        grey[i]! + Math.max(1.77 * colour[i]!, 1.4 * colour[i + count]!);
      const unknown =
        brightest(luma, chroma) > 240 || brightest(background, backgroundChroma) > 250;
      let expected = 0;
      for (const k of [i, i + count]) {
        const [dim, bright] = [backgroundChroma[k]!, factor * backgroundChroma[k]!].sort(
          (a, b) => a - b,
        ) as [number, number];
        const explained = Math.min(bright, Math.max(dim, chroma[k]!));
        const rest = unknown ? 0 : chroma[k]! - explained;
        expect(residual[k]).toBeCloseTo(rest, 3);
        expected += (rest / Math.max(k === i ? 6 : 7, 5 * deviation[k]!)) ** 2;
      }
      expect(strength[i]).toBeCloseTo(expected, 2);
    }
  });

  test('findUnchanged: where the background is vivid and the picture near it', () => {
    const { chroma, backgroundChroma } = bench;
    fillRandom(chroma, -6, 6, 9);
    fillRandom(backgroundChroma, -6, 6, 10);
    kernels.findUnchanged(at(chroma), at(backgroundChroma), at(levels), count, 4, 5, 7);
    for (let i = 0; i < count; i++) {
      const [u, v] = [backgroundChroma[i]!, backgroundChroma[i + count]!];
      const change = Math.hypot(chroma[i]! - u, chroma[i + count]! - v);
      expect(levels[i]).toBe(Math.hypot(u, v) >= 4 && change <= 5 ? 7 : 0);
    }
  });

  test('findColoured: strong enough, and not much weaker than what is around', () => {
    fillRandom(strength, 0, 8, 6);
    // Somewhere nothing differs: the kernel passes over it.
    strength.fill(0.5, 0, (width * height) >> 1);
    kernels.findColoured(at(strength), at(levels), width, height, 4, 0.5);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        let strongest = 0;
        around([x, y], 1, [width, height], (k) => (strongest = Math.max(strongest, strength[k]!)));
        const border = x === 0 || y === 0 || x === width - 1 || y === height - 1;
        const found = !border && strength[i]! >= 1 && strength[i]! >= 0.5 * strongest;
        expect(levels[i]).toBe(found ? (strength[i]! >= 4 ? 2 : 1) : 0);
      }
  });

  test.each([0, 1])('raise2x2, for pictures that are %d wider than twice as wide', (more) => {
    const { candidates } = bench;
    const fullWidth = 2 * width + more;
    fillRandom(levels, 0, 2.99, 7);
    levels.fill(0, 0, width);
    fillRandom(candidates, 0, 2.99, 8);
    const before = candidates.slice();
    kernels.raise2x2(at(levels), at(candidates), fullWidth, width, height);
    for (let y = 0; y < 2 * height; y++)
      for (let x = 0; x < fullWidth; x++) {
        const i = y * fullWidth + x;
        const level = x < 2 * width ? levels[(y >> 1) * width + (x >> 1)]! : 0;
        expect(candidates[i]).toBe(Math.max(before[i]!, level));
      }
  });
});
