import type { RelativePoint } from '@crowdlens/crowd-detector';
import type { Planes } from '../codec/Picture.js';
import { WHITE } from './colours.js';

/** Line width in a picture of 480 rows; it grows with the picture. */
const LINE_WIDTH = 2;
const MIN_LINE_WIDTH = 1.5;
const OPAQUE = 256;

/** White antialiased lines along the polygons' edges, worked out once for a picture size. */
export class RegionBorder {
  readonly #luma: Coverage;
  readonly #chroma: Coverage;

  constructor(polygons: readonly (readonly RelativePoint[])[], width: number, height: number) {
    const lineWidth = Math.max(MIN_LINE_WIDTH, (LINE_WIDTH * height) / 480);
    const opacity = new Uint16Array(width * height);
    for (const polygon of polygons) {
      for (const [index, end] of polygon.entries()) {
        const start = polygon.at(index - 1)!;
        drawLine(opacity, width, height, start, end, lineWidth);
      }
    }
    this.#luma = new Coverage(opacity, width);
    this.#chroma = new Coverage(halved(opacity, width, height), (width + 1) >> 1);
  }

  draw({ y, u, v, strideY, strideUV }: Planes): void {
    this.#luma.blend(y, strideY, WHITE.y);
    this.#chroma.blend(u, strideUV, WHITE.u);
    this.#chroma.blend(v, strideUV, WHITE.v);
  }
}

/** The few samples of a plane that a line touches. */
class Coverage {
  readonly #columns: number[] = [];
  readonly #rows: number[] = [];
  readonly #opacities: number[] = [];

  constructor(opacity: Uint16Array, width: number) {
    for (let index = 0; index < opacity.length; index++) {
      const value = opacity[index]!;
      if (value === 0) continue;
      this.#columns.push(index % width);
      this.#rows.push(Math.floor(index / width));
      this.#opacities.push(value);
    }
  }

  blend(plane: Uint8Array, stride: number, target: number): void {
    for (let at = 0; at < this.#columns.length; at++) {
      const index = this.#rows[at]! * stride + this.#columns[at]!;
      const value = plane[index]!;
      plane[index] = value + (((target - value) * this.#opacities[at]!) >> 8);
    }
  }
}

function drawLine(
  opacity: Uint16Array,
  width: number,
  height: number,
  start: RelativePoint,
  end: RelativePoint,
  lineWidth: number,
): void {
  const [ax, ay, bx, by] = [start.x * width, start.y * height, end.x * width, end.y * height];
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy;
  const reach = lineWidth / 2 + 0.5;
  const bottom = Math.min(height, Math.ceil(Math.max(ay, by) + reach));
  for (let row = Math.max(0, Math.floor(Math.min(ay, by) - reach)); row < bottom; row++) {
    // A look at all that lies between the line's ends would hold up the first picture by some 100 ms.
    const near =
      dy === 0 ? [ax, bx] : [row - reach, row + 1 + reach].map((y) => ax + dx * shareAt(y, ay, dy));
    const right = Math.min(width, Math.ceil(Math.max(...near) + reach));
    const left = Math.max(0, Math.floor(Math.min(...near) - reach));
    for (let column = left; column < right; column++) {
      const [px, py] = [column + 0.5 - ax, row + 0.5 - ay];
      const along = lengthSquared === 0 ? 0 : (px * dx + py * dy) / lengthSquared;
      const t = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(px - t * dx, py - t * dy);
      const value = Math.round(Math.min(1, Math.max(0, reach - distance)) * OPAQUE);
      const index = row * width + column;
      opacity[index] = Math.max(opacity[index]!, value);
    }
  }
}

/** How far along a line that starts at `start` the height `y` is, 0..1; beyond its ends, the end. */
function shareAt(y: number, start: number, length: number): number {
  return Math.min(1, Math.max(0, (y - start) / length));
}

/** The mean of each 2x2 block, as chroma needs it. */
function halved(opacity: Uint16Array, width: number, height: number): Uint16Array {
  const columns = (width + 1) >> 1;
  const rows = (height + 1) >> 1;
  const result = new Uint16Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < columns; column++) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      const sum =
        opacity[upper + left]! +
        opacity[upper + right]! +
        opacity[lower + left]! +
        opacity[lower + right]!;
      result[row * columns + column] = sum >> 2;
    }
  }
  return result;
}
