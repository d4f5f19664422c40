import type { RelativePoint } from '../types.js';

/**
 * A polygon as the pixels of a picture: row after row of runs [from, to).
 * A pixel belongs to it when its centre lies inside (even-odd rule), so polygons that share an edge
 * share no pixel.
 */
export interface Raster {
  /** Triples y, from, to. */
  readonly runs: Int32Array;
  /** Number of pixels. */
  readonly area: number;
}

export function rasterize(
  polygon: readonly RelativePoint[],
  width: number,
  height: number,
): Raster {
  const runs: number[] = [];
  let area = 0;
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt((y + 0.5) / height, polygon);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = firstCentreFrom(crossings[i]!, width);
      const to = firstCentreFrom(crossings[i + 1]!, width);
      if (to <= from) continue;
      runs.push(y, from, to);
      area += to - from;
    }
  }
  return { runs: Int32Array.from(runs), area };
}

/** Where the polygon's edges cross a horizontal line, from left to right. */
function crossingsAt(y: number, polygon: readonly RelativePoint[]): number[] {
  const crossings: number[] = [];
  let a = polygon.at(-1)!;
  for (const b of polygon) {
    // Half-open, so that a corner on the line counts for one of its two edges.
    if (a.y <= y !== b.y <= y) crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    a = b;
  }
  return crossings.sort((left, right) => left - right);
}

/** The first pixel whose centre is at or right of a relative x. */
function firstCentreFrom(x: number, width: number): number {
  return Math.min(width, Math.max(0, Math.ceil(x * width - 0.5)));
}
