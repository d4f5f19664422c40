import type { RelativePoint } from '../api/operations.js';
import type { Box } from './geometry.js';

/** The `points` attribute of a polygon, in pixels of the picture's box. */
export function svgPoints(points: readonly RelativePoint[], box: Box): string {
  return points.map(({ x, y }) => `${x * box.width},${y * box.height}`).join(' ');
}

/** The style that lays an element exactly over the picture. */
export function placed({ left, top, width, height }: Box): string {
  return `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;
}
