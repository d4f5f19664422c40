/** Geometry of regions: relative points (0..1, x right, y down) and where the picture lies in its box. */
import type { RelativePoint } from '../api/operations/regions.js';

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

/** Two points of a border that follow each other. */
export type Edge = [RelativePoint, RelativePoint];

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

/** The polygon's edges, the last one leading back to the first point. */
export function edges(points: readonly RelativePoint[]): Edge[] {
  return points.map((point, i) => [point, points[(i + 1) % points.length] ?? point]);
}

/** The mean of the corners: inside of all shapes that people usually draw. */
export function centre(points: readonly RelativePoint[]): RelativePoint {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Where a label stands well: the left end of the uppermost edge. */
export function labelPoint(points: readonly RelativePoint[]): RelativePoint {
  const [a, b] = edges(points).reduce((best, edge) => (height(edge) < height(best) ? edge : best));
  return a.x < b.x ? a : b;
}

function height([a, b]: Edge): number {
  return a.y + b.y;
}

function clamp(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}

function limit(by: number, values: number[]): number {
  return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
}
