import { expect, test } from 'vitest';
import { Planes } from '../kernels/planes.js';
import { Components } from './components.js';
import { Morphology } from './morphology.js';

/** The pieces of a mask of dots and hashes. */
function piecesOf(rows: readonly string[], find: 'findSet' | 'findZero'): Components {
  const width = rows[0]!.length;
  const { mask, components } = Planes.for((planes) => ({
    mask: planes.uint8(width * rows.length),
    components: new Components(planes, width, rows.length),
  }));
  mask.set(Array.from(rows.join(''), (char) => (char === '#' ? 1 : 0)));
  components[find](mask);
  return components;
}

test('pixels that touch at a corner are one piece, gaps that do are not', () => {
  expect(piecesOf(['##..', '..#.', '....', '#..#'], 'findSet').count).toBe(3);
  expect(piecesOf(['.#.', '#.#', '.#.'], 'findZero').count).toBe(5);
});

test('arms that meet further down are one piece', () => {
  const components = piecesOf(['#.#.#', '#.#.#', '#####'], 'findSet');
  expect(components.count).toBe(1);
  expect(components.runs.count).toBe(7);
});

test('a hole is a piece of its own', () => {
  expect(piecesOf(['.....', '.###.', '.#.#.', '.###.'], 'findZero').count).toBe(2);
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
  const { closed, morphology } = Planes.for((planes) => ({
    closed: planes.uint8(width * height),
    morphology: new Morphology(planes, width, height),
  }));
  closed.set(mask);
  morphology.close(closed, radius);
  expect(closed).toEqual(spread(spread(mask, 1), 0));
});
