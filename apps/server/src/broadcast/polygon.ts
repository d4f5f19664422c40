/** A point relative to the picture: 0..1. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Twice the signed area of the triangle a, b, c: positive when c lies to one side of a-b, 0 on the line. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function isBetween(a: Point, b: Point, p: Point): boolean {
  return (
    p.x >= Math.min(a.x, b.x) &&
    p.x <= Math.max(a.x, b.x) &&
    p.y >= Math.min(a.y, b.y) &&
    p.y <= Math.max(a.y, b.y)
  );
}

/** Whether the segments a-b and c-d have a point in common. */
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const c1 = turn(a, b, c);
  const d1 = turn(a, b, d);
  const a1 = turn(c, d, a);
  const b1 = turn(c, d, b);
  if (c1 * d1 < 0 && a1 * b1 < 0) return true;
  return (
    (c1 === 0 && isBetween(a, b, c)) ||
    (d1 === 0 && isBetween(a, b, d)) ||
    (a1 === 0 && isBetween(c, d, a)) ||
    (b1 === 0 && isBetween(c, d, b))
  );
}

/** Whether two edges that are not neighbours meet, or two neighbours fold back on each other. */
export function crossesItself(points: readonly Point[]): boolean {
  const edges = points.map((from, i) => [from, points[(i + 1) % points.length]!] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      if (j <= i) return false;
      if (j === i + 1) return turn(a, b, d) === 0 && (isBetween(a, b, d) || isBetween(b, d, a));
      if (i === 0 && j === edges.length - 1) {
        return turn(c, d, b) === 0 && (isBetween(c, d, b) || isBetween(a, b, c));
      }
      return meet(a, b, c, d);
    }),
  );
}

/** Area as a share of the picture, by the shoelace formula. */
export function area(points: readonly Point[]): number {
  const twice = points.reduce((sum, { x, y }, i) => {
    const next = points[(i + 1) % points.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(twice) / 2;
}
