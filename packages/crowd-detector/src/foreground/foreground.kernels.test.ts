import { describe, expect, test } from 'vitest';
import { around, fillRandom, SIZES, workbench } from '../kernels/planes.test.support.js';
import { randomFrom } from '../random.test.support.js';
import { Planes } from '../kernels/planes.js';
import { Components } from './components.js';

describe.each(SIZES)('pictures of %dx%d', (width, height) => {
  const pixels = width * height;
  const { kernels, at, bytes, floats } = workbench(pixels);

  test('difference: signed, its size, and nothing where the camera has clipped', () => {
    const [picture, seen, background, signed] = floats as Float32Array[];
    const size = bytes[0]!;
    fillRandom(picture!, -50, 400, 1);
    fillRandom(seen!, 200, 256, 2);
    fillRandom(background!, 0, 255, 3);
    kernels.difference(
      at(picture!),
      at(seen!),
      at(background!),
      at(signed!),
      at(size),
      pixels,
      250,
    );
    for (let i = 0; i < pixels; i++) {
      const d = picture![i]! - background![i]!;
      const expected = d < 0 && seen![i]! >= 250 ? 0 : d;
      expect(signed![i]).toBeCloseTo(expected, 3);
      expect(size[i]).toBe(Math.min(255, Math.floor(Math.abs(signed![i]!))));
    }
  });

  test('findCandidates', () => {
    const [smooth, background, deviation] = floats as Float32Array[];
    const [sharp, squares, candidates] = bytes as Uint8Array[];
    fillRandom(smooth!, -60, 60, 4);
    fillRandom(background!, 80, 120, 5);
    fillRandom(deviation!, 0, 5, 6);
    fillRandom(sharp!, 0, 120, 7);
    fillRandom(squares!, 0, 255, 8);
    // Somewhere nothing differs: the kernel passes over it.
    smooth!.fill(1, 0, pixels >> 1);
    kernels.findCandidates(
      at(smooth!),
      at(sharp!),
      at(squares!),
      at(background!),
      at(deviation!),
      at(candidates!),
      width,
      height,
      6,
      4,
      0.1,
      2,
      5,
    );
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const inside = x >= 2 && y >= 2 && x < width - 2 && y < height - 2;
        const edge =
          Math.abs(background![i + 1]! - background![i - 1]!) +
          Math.abs(background![i + width]! - background![i - width]!);
        const bound = Math.max(6, 4 * deviation![i]!) + 0.1 * edge;
        const d = Math.abs(smooth![i]!);
        const halo = 5 * sharp![i]! < 2 * squares![(y >> 1) * (width >> 1) + (x >> 1)]!;
        const level = d < bound || halo ? 0 : d < 2 * bound ? 1 : 2;
        expect(candidates![i]).toBe(inside ? level : 0);
      }
  });

  test('compareTexture', () => {
    const [picture, background, smooth] = floats as Float32Array[];
    const [candidates, lit, matches] = bytes as Uint8Array[];
    fillRandom(background!, 2, 200, 9);
    fillRandom(smooth!, -90, 60, 10);
    const random = randomFrom(11);
    for (let i = 0; i < pixels; i++) {
      picture![i] = background![i]! * 0.8 + 40 * (random() < 0.3 ? random() : 0);
      candidates![i] = i > pixels / 3 && random() < 0.5 ? 1 + Math.floor(2 * random()) : 0;
    }
    kernels.compareTexture(
      at(picture!),
      at(background!),
      at(smooth!),
      at(candidates!),
      at(lit!),
      at(matches!),
      width,
      height,
      8,
      0.5,
      1.35,
      0.2,
      2,
    );
    for (let i = width; i < pixels - width; i++) {
      const factor = 1 + smooth![i]! / Math.max(8, background![i]!);
      const light = factor > 0.5 && factor < 1.35;
      const gradient = (step: number) =>
        0.5 * (picture![i + step]! - picture![i - step]!) -
        0.5 * factor * (background![i + step]! - background![i - step]!);
      const residual = gradient(1) ** 2 + gradient(width) ** 2;
      const texture = light && residual < (0.2 * smooth![i]!) ** 2 + 4;
      const expected = candidates![i] === 0 ? [0, 1] : [light ? 1 : 0, texture ? 2 : 0];
      expect([lit![i], matches![i]]).toEqual(expected);
    }
  });

  test('takeAwayLit and clearWhere', () => {
    const [candidates, lit, points] = bytes as Uint8Array[];
    fillRandom(candidates!, 0, 3, 12);
    fillRandom(lit!, 0, 2, 13);
    fillRandom(points!, 0, 50, 14);
    const [before, wasLit] = [candidates!.slice(), lit!.slice()];
    kernels.takeAwayLit(at(candidates!), at(lit!), at(points!), pixels, 25);
    for (let i = 0; i < pixels; i++) {
      const taken = wasLit[i] === 1 && points![i]! >= 25;
      expect(lit![i]).toBe(taken ? 1 : 0);
      expect(candidates![i]).toBe(taken ? 0 : before[i]);
    }
    lit!.set(wasLit);
    kernels.clearWhere(at(lit!), at(candidates!), pixels);
    expect(lit).toEqual(wasLit.map((own, i) => (candidates![i] === 0 ? own : 0)));
  });

  test.each([0.3, 0.6, 0.95])('components are what flooding finds, %d full', (share) => {
    const { mask, components, totals, values } = Planes.for((planes) => ({
      mask: planes.uint8(pixels),
      components: new Components(planes, width, height),
      totals: planes.int32(pixels),
      values: planes.uint8(pixels),
    }));
    const random = randomFrom(15);
    for (let i = 0; i < pixels; i++) mask[i] = random() < share ? 1 + Math.floor(2 * random()) : 0;
    const flooded = flood(mask, width, height);
    components.findSet(mask);
    const { runs } = components;
    const found = new Int32Array(pixels).fill(-1);
    for (let run = 0; run < runs.count; run++)
      for (let x = runs.from[run]!; x < runs.to[run]!; x++)
        found[runs.y[run]! * width + x] = runs.owner[run]!;
    expect(found).toEqual(flooded);

    runs.tally(mask, 2, totals);
    const expected = new Int32Array(pixels);
    mask.forEach((value, i) => (value === 2 ? expected[flooded[i]!]!++ : 0));
    expect(totals).toEqual(expected);

    values.forEach((_, id) => (values[id] = id % 7));
    runs.paint(mask, values);
    expect(Array.from(mask)).toEqual(Array.from(flooded, (id) => (id < 0 ? 0 : id % 7)));
  });
});

/** Numbers the 8-connected pieces of what is not zero in the order of their first pixels; -1 elsewhere. */
function flood(mask: Uint8Array, width: number, height: number): Int32Array {
  const piece = new Int32Array(mask.length).fill(-1);
  let count = 0;
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || piece[start] !== -1) continue;
    const queue = [start];
    piece[start] = count;
    for (let i = queue.pop(); i !== undefined; i = queue.pop())
      around([i % width, Math.floor(i / width)], 1, [width, height], (k) => {
        if (mask[k] === 0 || piece[k] !== -1) return;
        piece[k] = count;
        queue.push(k);
      });
    count++;
  }
  return piece;
}
