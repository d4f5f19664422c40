/** Geometry of regions: relative points (0..1, x right, y down) and where the picture lies in its box. */
import type { RelativePoint } from '../api/operations.js';

/** A rectangle in CSS pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Where a picture lies inside an element that shows it with `object-fit: contain`. */
export function contentBox(element: Size, picture: Size): Box {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, ...element };
  const scale = Math.min(element.width / picture.width, element.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (element.width - width) / 2, top: (element.height - height) / 2, width, height };
}

/** The point with both coordinates inside the picture, rounded to a hundredth of a percent. */
export function clampPoint({ x, y }: RelativePoint): RelativePoint {
  return { x: clamp(x), y: clamp(y) };
}

export function midpoint(a: RelativePoint, b: RelativePoint): RelativePoint {
  return clampPoint({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
}

/** All points moved by the same way, shortened where a point would leave the picture. */
export function translate(points: readonly RelativePoint[], by: RelativePoint): RelativePoint[] {
  const dx = limit(
    by.x,
    points.map(({ x }) => x),
  );
  const dy = limit(
    by.y,
    points.map(({ y }) => y),
  );
  return points.map(({ x, y }) => clampPoint({ x: x + dx, y: y + dy }));
}

/** The area of a polygon (shoelace formula), 1 being the whole picture. */
export function area(points: readonly RelativePoint[]): number {
  let twice = 0;
  for (const [a, b] of edges(points)) twice += a.x * b.y - b.x * a.y;
  return Math.abs(twice) / 2;
}

/** Whether two edges of the closed polygon cross or touch, except where neighbours meet. */
export function crossesItself(points: readonly RelativePoint[]): boolean {
  const all = edges(points);
  return all.some(([a, b], i) =>
    all.some(([c, d], j) => {
      if (j <= i) return false;
      const neighbours = j === i + 1 || (i === 0 && j === all.length - 1);
      return neighbours ? foldsBack(a, b, c, d) : segmentsMeet(a, b, c, d);
    }),
  );
}

/** Whether the open line `points` would cross itself when `next` is added to its end. */
export function lineWouldCross(points: readonly RelativePoint[], next: RelativePoint): boolean {
  const last = points.at(-1);
  if (!last) return false;
  return points
    .slice(0, -2)
    .some((from, i) => segmentsMeet(from, points[i + 1] ?? from, last, next));
}

/** The polygon's edges, the last one leading back to the first point. */
export function edges(points: readonly RelativePoint[]): [RelativePoint, RelativePoint][] {
  return points.map((point, i) => [point, points[(i + 1) % points.length] ?? point]);
}

/** Where a label stands well: the left end of the uppermost edge. */
export function labelPoint(points: readonly RelativePoint[]): RelativePoint {
  const [a, b] = edges(points).reduce((best, edge) => (height(edge) < height(best) ? edge : best));
  return a.x < b.x ? a : b;
}

function height([a, b]: [RelativePoint, RelativePoint]): number {
  return a.y + b.y;
}

function clamp(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}

function limit(by: number, values: number[]): number {
  return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
}

/** Twice the signed area of the triangle a, b, c: which side of the line ab the point c is on. */
function side(a: RelativePoint, b: RelativePoint, c: RelativePoint): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
}

function within(a: RelativePoint, b: RelativePoint, p: RelativePoint): boolean {
  return (
    Math.min(a.x, b.x) <= p.x &&
    p.x <= Math.max(a.x, b.x) &&
    Math.min(a.y, b.y) <= p.y &&
    p.y <= Math.max(a.y, b.y)
  );
}

function segmentsMeet(
  a: RelativePoint,
  b: RelativePoint,
  c: RelativePoint,
  d: RelativePoint,
): boolean {
  const [ofC, ofD, ofA, ofB] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (ofC * ofD < 0 && ofA * ofB < 0) return true;
  return (
    (ofC === 0 && within(a, b, c)) ||
    (ofD === 0 && within(a, b, d)) ||
    (ofA === 0 && within(c, d, a)) ||
    (ofB === 0 && within(c, d, b))
  );
}

/** Neighbouring edges share a point; they only offend when one runs back over the other. */
function foldsBack(
  a: RelativePoint,
  b: RelativePoint,
  c: RelativePoint,
  d: RelativePoint,
): boolean {
  const [tip, before, after] = b === c ? [b, a, d] : [a, b, c];
  const alongside = side(before, tip, after) === 0;
  const sameWay =
    (before.x - tip.x) * (after.x - tip.x) + (before.y - tip.y) * (after.y - tip.y) > 0;
  return alongside && sameWay;
}
