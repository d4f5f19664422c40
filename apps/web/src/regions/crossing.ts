/** Where the border of a region crosses itself. */
import type { RelativePoint } from '../api/operations/regions.js';
import { edges, type Edge } from './geometry.js';

/** Where edges of the closed polygon cross or touch, except where neighbours meet. */
export function crossings(points: readonly RelativePoint[]): RelativePoint[] {
  const all = edges(points);
  return all.flatMap((edge, i) =>
    all.slice(i + 1).flatMap((other, k) => {
      const j = i + 1 + k;
      if (j === i + 1) return foldsBack(edge, other) ? [edge[1]] : [];
      if (i === 0 && j === all.length - 1) return foldsBack(other, edge) ? [edge[0]] : [];
      return meeting(edge, other);
    }),
  );
}

/** Where the open line `points` would cross itself if `next` were added to its end. */
export function lineCrossings(
  points: readonly RelativePoint[],
  next: RelativePoint,
): RelativePoint[] {
  const last = points.at(-1);
  if (!last) return [];
  return points
    .slice(0, -2)
    .flatMap((from, i) => meeting([from, points[i + 1] ?? from], [last, next]));
}

/** Where two segments meet: one point, or none. */
function meeting([a, b]: Edge, [c, d]: Edge): RelativePoint[] {
  const [ofC, ofD, ofA, ofB] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (ofC * ofD < 0 && ofA * ofB < 0) {
    const share = ofC / (ofC - ofD);
    return [{ x: c.x + share * (d.x - c.x), y: c.y + share * (d.y - c.y) }];
  }
  if (ofC === 0 && within(a, b, c)) return [c];
  if (ofD === 0 && within(a, b, d)) return [d];
  if (ofA === 0 && within(c, d, a)) return [a];
  if (ofB === 0 && within(c, d, b)) return [b];
  return [];
}

/** Neighbouring edges share a point; they only offend when the second runs back over the first. */
function foldsBack([before, tip]: Edge, [, after]: Edge): boolean {
  const sameWay =
    (before.x - tip.x) * (after.x - tip.x) + (before.y - tip.y) * (after.y - tip.y) > 0;
  return side(before, tip, after) === 0 && sameWay;
}

/** Twice the signed area of the triangle a, b, c: its sign tells on which side of ab the point c is. */
function side(a: RelativePoint, b: RelativePoint, c: RelativePoint): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function within(a: RelativePoint, b: RelativePoint, p: RelativePoint): boolean {
  return (
    Math.min(a.x, b.x) <= p.x &&
    p.x <= Math.max(a.x, b.x) &&
    Math.min(a.y, b.y) <= p.y &&
    p.y <= Math.max(a.y, b.y)
  );
}
