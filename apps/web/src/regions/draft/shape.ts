/** Changing the border of a region. `step` names a change that goes on, such as a drag: one step for undo. */
import { MAX_POINTS, MIN_POINTS } from '@crowdlens/schema/regions';
import type { RelativePoint } from '../../api/operations/regions.js';
import { regionsText } from '../../text/regionsText.js';
import { crossings } from '../crossing.js';
import { clampPoint, midpoint, translate } from '../geometry.js';
import { changeRegion, refuse, type Draft } from './draft.js';

export function movePoint(
  draft: Draft,
  id: string,
  index: number,
  to: RelativePoint,
  step?: string,
): Draft {
  return changePoints(draft, id, (points) => points.with(index, clampPoint(to)), step);
}

/** Moves the edge that starts at point `index`. */
export function moveEdge(
  draft: Draft,
  id: string,
  index: number,
  by: RelativePoint,
  step?: string,
): Draft {
  return changePoints(
    draft,
    id,
    (points) => {
      const next = (index + 1) % points.length;
      const [from, to] = [points[index], points[next]];
      if (!from || !to) return points;
      const [movedFrom = from, movedTo = to] = translate([from, to], by);
      return points.with(index, movedFrom).with(next, movedTo);
    },
    step,
  );
}

export function moveRegion(draft: Draft, id: string, by: RelativePoint, step?: string): Draft {
  return changePoints(draft, id, (points) => translate(points, by), step);
}

/** Adds a point in the middle of the edge that starts at point `index`. */
export function insertPoint(draft: Draft, id: string, index: number, step?: string): Draft {
  return changePoints(
    draft,
    id,
    (points) => {
      const from = points[index];
      const to = points[(index + 1) % points.length];
      return from && to ? points.toSpliced(index + 1, 0, midpoint(from, to)) : points;
    },
    step,
  );
}

export function deletePoint(draft: Draft, id: string, index: number): Draft {
  return changePoints(draft, id, (points) => points.toSpliced(index, 1));
}

function changePoints(
  draft: Draft,
  id: string,
  edit: (points: RelativePoint[]) => RelativePoint[],
  step?: string,
): Draft {
  const region = draft.regions.find((candidate) => candidate.id === id);
  if (!region) return draft;
  const points = edit(region.points);
  if (points.length < MIN_POINTS) return refuse(draft, regionsText.refused.tooFewPoints);
  if (points.length > MAX_POINTS) {
    return refuse(draft, regionsText.refused.tooManyPoints(MAX_POINTS));
  }
  if (crossings(points).length > 0) return refuse(draft, regionsText.refused.crossing, points);
  return changeRegion(draft, id, (same) => ({ ...same, points }), step);
}
