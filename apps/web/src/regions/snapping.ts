import type { RelativePoint } from '../api/operations/regions.js';
import { edges, type Size } from './geometry.js';

/** How near, in CSS pixels, a point must come to be drawn to another. */
const REACH = 10;
const NOWHERE: RelativePoint = { x: 0, y: 0 };

/**
 * How far to shift `moved` so that one of its points lies exactly on a corner of `others`, else on one of
 * their borders, else on the border of the picture; zero when nothing is near.
 *
 * @param picture - its size in CSS pixels: nearness is what the eye sees.
 */
export function snapShift(
  moved: readonly RelativePoint[],
  others: readonly (readonly RelativePoint[])[],
  picture: Size,
): RelativePoint {
  const near = (toward: (point: RelativePoint) => RelativePoint[]) =>
    shortest(
      moved.flatMap((point) =>
        toward(point).map(({ x, y }) => ({ x: x - point.x, y: y - point.y })),
      ),
      picture,
    );
  return (
    near(() => others.flat()) ??
    near((point) =>
      others.flatMap((points) => edges(points).map((edge) => nearestOn(edge, point))),
    ) ??
    combine(
      near(({ y }) => [0, 1].map((x) => ({ x, y }))),
      near(({ x }) => [0, 1].map((y) => ({ x, y }))),
    )
  );
}

function shortest(shifts: readonly RelativePoint[], { width, height }: Size) {
  const length = ({ x, y }: RelativePoint) => Math.hypot(x * width, y * height);
  const within = shifts.filter((shift) => length(shift) <= REACH);
  return within.sort((a, b) => length(a) - length(b))[0];
}

function nearestOn([a, b]: [RelativePoint, RelativePoint], point: RelativePoint): RelativePoint {
  const way = { x: b.x - a.x, y: b.y - a.y };
  const squared = way.x ** 2 + way.y ** 2 || 1;
  const along = ((point.x - a.x) * way.x + (point.y - a.y) * way.y) / squared;
  const share = Math.min(1, Math.max(0, along));
  return { x: a.x + share * way.x, y: a.y + share * way.y };
}

function combine(across = NOWHERE, down = NOWHERE): RelativePoint {
  return { x: across.x, y: down.y };
}
