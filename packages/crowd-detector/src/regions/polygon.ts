import type { RelativePoint } from '../types.js';

type Polygon = readonly RelativePoint[];

/** Area of a simple polygon in the square of its coordinates' unit (shoelace formula). */
export function polygonArea(polygon: Polygon): number {
  let twice = 0;
  for (const [a, b] of edges(polygon)) twice += a.x * b.y - b.x * a.y;
  return Math.abs(twice) / 2;
}

/** Whether two edges touch anywhere but at the point that neighbours share. */
export function crossesItself(polygon: Polygon): boolean {
  const all = [...edges(polygon)];
  return all.some(([a, b], i) =>
    all.slice(i + 1).some(([c, d], k) => {
      if (k === 0) return foldsBack(a, b, d);
      if (i === 0 && k === all.length - 2) return foldsBack(c, d, b);
      return segmentsTouch(a, b, c, d);
    }),
  );
}

function* edges(polygon: Polygon): Generator<readonly [RelativePoint, RelativePoint]> {
  let from = polygon.at(-1);
  for (const to of polygon) {
    if (from) yield [from, to];
    from = to;
  }
}

/** Twice the signed area of the triangle a, b, c: which side of the line a-b the point c is on. */
function side(a: RelativePoint, b: RelativePoint, c: RelativePoint): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** Whether the edges a-b and b-c lie on each other. */
function foldsBack(a: RelativePoint, b: RelativePoint, c: RelativePoint): boolean {
  const along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
  return side(a, b, c) === 0 && along <= 0;
}

function segmentsTouch(
  a: RelativePoint,
  b: RelativePoint,
  c: RelativePoint,
  d: RelativePoint,
): boolean {
  const [c1, d1] = [side(a, b, c), side(a, b, d)];
  const [a2, b2] = [side(c, d, a), side(c, d, b)];
  if (c1 * d1 < 0 && a2 * b2 < 0) return true;
  return (
    (c1 === 0 && within(a, b, c)) ||
    (d1 === 0 && within(a, b, d)) ||
    (a2 === 0 && within(c, d, a)) ||
    (b2 === 0 && within(c, d, b))
  );
}

/** Whether p, known to be on the line a-b, is between a and b. */
function within(a: RelativePoint, b: RelativePoint, p: RelativePoint): boolean {
  return (
    Math.min(a.x, b.x) <= p.x &&
    p.x <= Math.max(a.x, b.x) &&
    Math.min(a.y, b.y) <= p.y &&
    p.y <= Math.max(a.y, b.y)
  );
}
