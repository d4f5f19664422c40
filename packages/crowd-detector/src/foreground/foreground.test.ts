import { expect, test } from 'vitest';
import { Planes } from '../kernels/planes.js';
import { Components } from './components.js';
import { Morphology } from './morphology.js';

/** A mask from rows of dots and hashes. */
function maskOf(...rows: string[]): Uint8Array {
  return Uint8Array.from(rows.join(''), (char) => (char === '#' ? 1 : 0));
}

test('pixels that touch at a corner are one piece, gaps that do are not', () => {
  const mask = maskOf('##..', '..#.', '....', '#..#');
  const components = Planes.for((planes) => new Components(planes, 4, 4));
  components.findSet(mask);
  expect(components.count).toBe(3);
  const gaps = Planes.for((planes) => new Components(planes, 3, 3));
  gaps.findZero(maskOf('.#.', '#.#', '.#.'));
  expect(gaps.count).toBe(5);
});

test('arms that meet further down are one piece', () => {
  const components = Planes.for((planes) => new Components(planes, 5, 3));
  components.findSet(maskOf('#.#.#', '#.#.#', '#####'));
  expect(components.count).toBe(1);
  expect(components.runs).toBe(7);
});

test('a hole is a piece of its own', () => {
  const components = Planes.for((planes) => new Components(planes, 5, 4));
  components.findZero(maskOf('.....', '.###.', '.#.#.', '.###.'));
  expect(components.count).toBe(2);
});

test.each([1, 2, 3])('closing by %d does what looking at every window does', (radius) => {
  const [width, height] = [75, 33];
  const at = (mask: Uint8Array, x: number, y: number) => mask[y * width + x];
  const spread = (mask: Uint8Array, value: 0 | 1) =>
    mask.map((own, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++)
        for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++)
          if (at(mask, u, v) === value) return value;
      return own;
    });
  const mask = Uint8Array.from({ length: width * height }, (_, i) =>
    (Math.imul(i, 2654435761) >>> 24) % 9 === 0 ? 1 : 0,
  );
  const morphology = Planes.for((planes) => new Morphology(planes, width, height));
  const closed = mask.slice();
  morphology.close(closed, radius);
  expect(closed).toEqual(spread(spread(mask, 1), 0));
});
