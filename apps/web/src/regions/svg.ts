import type { RelativePoint } from '../api/operations/regions.js';
import type { Box } from './geometry.js';

/** The `points` attribute of a polygon, in pixels of the picture's box. */
export function svgPoints(points: readonly RelativePoint[], box: Box): string {
  return points.map(({ x, y }) => `${x * box.width},${y * box.height}`).join(' ');
}

const HANDLE_INSET = 9;

/** The `transform` that puts a handle on a point; at the picture's border it stays wholly inside. */
export function handleTransform({ x, y }: RelativePoint, { width, height }: Box): string {
  return `translate(${inset(x * width, width)} ${inset(y * height, height)})`;
}

function inset(value: number, size: number): number {
  return Math.max(HANDLE_INSET, Math.min(size - HANDLE_INSET, value));
}

/** The style that lays an element exactly over the picture. */
export function placed({ left, top, width, height }: Box): string {
  return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
}
