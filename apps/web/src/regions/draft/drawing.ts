/** Drawing a new region, point by point. */
import {
  DEFAULT_REGION_CONFIG,
  MAX_POINTS,
  MAX_REGIONS,
  MIN_POINTS,
} from '@crowdlens/schema/regions';
import type { RegionOfInterest, RelativePoint } from '../../api/operations/regions.js';
import { regionsText } from '../../text/regionsText.js';
import { crossings, lineCrossings } from '../crossing.js';
import { clampPoint } from '../geometry.js';
import { freeColor } from '../regionColors.js';
import { change, refuse, select, type Draft } from './draft.js';
import { freeNumber, idOf } from './regions.js';

export function startDrawing(draft: Draft): Draft {
  if (draft.regions.length >= MAX_REGIONS) {
    return refuse(draft, regionsText.refused.tooManyRegions(MAX_REGIONS));
  }
  return { ...select(draft, undefined), drawing: [] };
}

/** Drops what was drawn and selects the last region again. */
export function cancelDrawing(draft: Draft): Draft {
  return select(draft, draft.regions.at(-1)?.id);
}

export function addPoint(draft: Draft, at: RelativePoint): Draft {
  if (!draft.drawing) return draft;
  const point = clampPoint(at);
  const last = draft.drawing.at(-1);
  // A double click sets one point, not two.
  if (last && last.x === point.x && last.y === point.y) return draft;
  if (draft.drawing.length >= MAX_POINTS) {
    return refuse(draft, regionsText.refused.tooManyPoints(MAX_POINTS));
  }
  if (lineCrossings(draft.drawing, point).length > 0) {
    return refuse(draft, regionsText.refused.crossing);
  }
  return { ...draft, drawing: [...draft.drawing, point], refusal: undefined, attempted: undefined };
}

/** Makes a region of the points drawn so far and selects it. */
export function closeDrawing(draft: Draft): Draft {
  const points = draft.drawing;
  if (!points) return draft;
  if (points.length < MIN_POINTS) return refuse(draft, regionsText.refused.tooFewPoints);
  if (crossings(points).length > 0) {
    return refuse(draft, regionsText.refused.crossing, [...points]);
  }
  const number = freeNumber(draft.regions);
  const region: RegionOfInterest = {
    id: idOf(number),
    name: regionsText.newName(number),
    color: freeColor(draft.regions),
    points: [...points],
    config: DEFAULT_REGION_CONFIG,
  };
  return select(change(draft, [...draft.regions, region]), region.id);
}
