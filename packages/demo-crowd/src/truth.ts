import { TRUTH_MOVING, TRUTH_NOBODY, type DemoTruth } from './types.js';

/** A point relative to the picture's size, 0..1, x to the right, y down. */
export interface TruthPoint {
  readonly x: number;
  readonly y: number;
}

/** What part of an area is covered by people. */
export interface TruthShare {
  /** Percent of the area's pixels that show somebody, 0..100. */
  readonly occupancy: number;
  /** Percent of those that show somebody who moves; null when nobody is there. */
  readonly fluidity: number | null;
}

/**
 * The true occupancy and fluidity of the whole picture or of a polygon.
 * @param mask TRUTH_ values, `width * height` of them
 * @param polygon at least three points, even-odd rule; a pixel counts when its centre is inside
 */
export function truthShare(
  mask: Uint8Array,
  width: number,
  height: number,
  polygon?: readonly TruthPoint[],
): TruthShare {
  let area = 0;
  let people = 0;
  let moving = 0;
  for (let row = 0; row < height; row++) {
    const crossings = polygon ? crossingsAt((row + 0.5) / height, polygon) : [0, 1];
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = Math.max(0, Math.ceil(crossings[i]! * width - 0.5));
      const to = Math.min(width, Math.ceil(crossings[i + 1]! * width - 0.5));
      area += Math.max(0, to - from);
      for (let at = row * width + from; at < row * width + to; at++) {
        if (mask[at] === TRUTH_NOBODY) continue;
        people++;
        if (mask[at] === TRUTH_MOVING) moving++;
      }
    }
  }
  return {
    occupancy: area === 0 ? 0 : (100 * people) / area,
    fluidity: people === 0 ? null : (100 * moving) / people,
  };
}

/**
 * Where those who move go: the mean direction of all whose feet are inside the polygon (default: the
 * picture), each weighted with the picture area of the body. Degrees clockwise from up, 0 <= d < 360;
 * null when nobody moves or less than half of the movement agrees.
 */
export function dominantDirection(
  truth: DemoTruth,
  polygon?: readonly TruthPoint[],
): number | null {
  let north = 0;
  let east = 0;
  let total = 0;
  for (const { foot, direction, heightPx } of truth.people) {
    if (direction === null || !contains(foot, polygon)) continue;
    const weight = heightPx * heightPx;
    const radians = (direction * Math.PI) / 180;
    north += weight * Math.cos(radians);
    east += weight * Math.sin(radians);
    total += weight;
  }
  if (total === 0 || Math.hypot(north, east) < total / 2) return null;
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

function contains({ x, y }: TruthPoint, polygon: readonly TruthPoint[] | undefined): boolean {
  if (polygon === undefined) return x >= 0 && x < 1 && y >= 0 && y < 1;
  return crossingsAt(y, polygon).filter((crossing) => crossing <= x).length % 2 === 1;
}

/** Where a horizontal line crosses the polygon's edges, ascending. */
function crossingsAt(y: number, polygon: readonly TruthPoint[]): number[] {
  const crossings: number[] = [];
  polygon.forEach((b, i) => {
    const a = polygon.at(i - 1)!;
    if (a.y <= y === b.y <= y) return;
    crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
  });
  return crossings.sort((p, q) => p - q);
}
