/**
 * The editor's state and what can be done to it. Each function takes a draft and returns the next
 * one; a refused change returns the same regions and says why in `refusal`.
 */
import type { RegionOfInterest, RegionOfInterestConfig, RelativePoint } from '../api/operations.js';
import { clampPoint, crossesItself, lineWouldCross, midpoint, translate } from './geometry.js';
import { freeColor } from './regionColors.js';

/** What the server accepts at most. */
export const MAX_REGIONS = 32;
export const MAX_POINTS = 64;
const MIN_POINTS = 3;
const MAX_UNDO = 100;

/** The detector's defaults, as Kurento documents them: levels in percent, counts in frames. */
export const DEFAULT_CONFIG: RegionOfInterestConfig = {
  occupancyLevelMin: 10,
  occupancyLevelMed: 35,
  occupancyLevelMax: 65,
  occupancyNumFramesToEvent: 5,
  fluidityLevelMin: 10,
  fluidityLevelMed: 35,
  fluidityLevelMax: 65,
  fluidityNumFramesToEvent: 5,
  sendOpticalFlowEvent: false,
  opticalFlowNumFramesToEvent: 3,
  opticalFlowNumFramesToReset: 3,
  opticalFlowAngleOffset: 0,
};

/** Regions while they are being edited. */
export interface Draft {
  readonly regions: readonly RegionOfInterest[];
  readonly selectedId: string | undefined;
  /** The points clicked so far of a region that is being drawn. */
  readonly drawing: readonly RelativePoint[] | undefined;
  /** Why the last change was not made. */
  readonly refusal: string | undefined;
  /** Earlier states of `regions`, the newest last; the oldest is dropped beyond 100. */
  readonly past: readonly (readonly RegionOfInterest[])[];
}

export function startDraft(regions: readonly RegionOfInterest[]): Draft {
  return {
    regions,
    selectedId: regions[0]?.id,
    drawing: undefined,
    refusal: undefined,
    past: [],
  };
}

export function select(draft: Draft, id: string | undefined): Draft {
  return { ...draft, selectedId: id, refusal: undefined };
}

export function selectedRegion(draft: Draft): RegionOfInterest | undefined {
  return draft.regions.find(({ id }) => id === draft.selectedId);
}

export function startDrawing(draft: Draft): Draft {
  if (draft.regions.length >= MAX_REGIONS) {
    return refuse(draft, `A broadcast has ${MAX_REGIONS} regions at most.`);
  }
  return { ...draft, drawing: [], selectedId: undefined, refusal: undefined };
}

export function cancelDrawing(draft: Draft): Draft {
  return { ...draft, drawing: undefined, refusal: undefined };
}

export function addPoint(draft: Draft, at: RelativePoint): Draft {
  if (!draft.drawing) return draft;
  const point = clampPoint(at);
  if (draft.drawing.length >= MAX_POINTS) return refuse(draft, tooManyPoints);
  if (lineWouldCross(draft.drawing, point)) return refuse(draft, crossing);
  return { ...draft, drawing: [...draft.drawing, point], refusal: undefined };
}

/** Makes a region of the points drawn so far and selects it. */
export function closeDrawing(draft: Draft): Draft {
  const points = draft.drawing;
  if (!points) return draft;
  if (points.length < MIN_POINTS) return refuse(draft, tooFewPoints);
  if (crossesItself(points)) return refuse(draft, crossing);
  const id = freeId(draft.regions);
  const region: RegionOfInterest = {
    id,
    name: null,
    color: freeColor(draft.regions),
    points: [...points],
    config: DEFAULT_CONFIG,
  };
  return {
    ...change(draft, [...draft.regions, region]),
    drawing: undefined,
    selectedId: id,
  };
}

export function movePoint(draft: Draft, id: string, index: number, to: RelativePoint): Draft {
  return changePoints(draft, id, (points) => points.with(index, clampPoint(to)));
}

export function moveRegion(draft: Draft, id: string, by: RelativePoint): Draft {
  return changePoints(draft, id, (points) => translate(points, by));
}

/** Adds a point in the middle of the edge that starts at point `index`. */
export function insertPoint(draft: Draft, id: string, index: number): Draft {
  return changePoints(draft, id, (points) => {
    const from = points[index];
    const to = points[(index + 1) % points.length];
    return from && to ? points.toSpliced(index + 1, 0, midpoint(from, to)) : points;
  });
}

export function deletePoint(draft: Draft, id: string, index: number): Draft {
  return changePoints(draft, id, (points) => points.toSpliced(index, 1));
}

export function deleteRegion(draft: Draft, id: string): Draft {
  const regions = draft.regions.filter((region) => region.id !== id);
  return { ...change(draft, regions), selectedId: regions[0]?.id };
}

export function renameRegion(draft: Draft, id: string, name: string): Draft {
  return changeRegion(draft, id, (region) => ({ ...region, name: name.trim() || null }));
}

export function configureRegion(
  draft: Draft,
  id: string,
  config: Partial<RegionOfInterestConfig>,
): Draft {
  return changeRegion(draft, id, (region) => ({
    ...region,
    config: { ...region.config, ...config },
  }));
}

export function undo(draft: Draft): Draft {
  if (draft.drawing?.length) {
    return { ...draft, drawing: draft.drawing.slice(0, -1), refusal: undefined };
  }
  const regions = draft.past.at(-1);
  if (!regions) return draft;
  const stillThere = regions.some(({ id }) => id === draft.selectedId);
  return {
    regions,
    selectedId: stillThere ? draft.selectedId : regions[0]?.id,
    drawing: undefined,
    refusal: undefined,
    past: draft.past.slice(0, -1),
  };
}

export function canUndo(draft: Draft): boolean {
  return draft.past.length > 0 || (draft.drawing?.length ?? 0) > 0;
}

/** What keeps the regions from being saved; undefined when nothing does. */
export function obstacle({ regions, drawing }: Draft): string | undefined {
  if (drawing)
    return 'Close the region you are drawing first: click its first point or press Enter.';
  for (const { id, name, config } of regions) {
    const who = `Region “${name ?? id}”`;
    const levels = [
      ['occupancy', config.occupancyLevelMin, config.occupancyLevelMed, config.occupancyLevelMax],
      ['fluidity', config.fluidityLevelMin, config.fluidityLevelMed, config.fluidityLevelMax],
    ] as const;
    for (const [what, min, med, max] of levels) {
      if (![min, med, max].every(isPercentage)) {
        return `${who}: the ${what} levels are whole numbers from 0 to 100.`;
      }
      if (min > med || med > max) return `${who}: the ${what} levels must rise: low, medium, high.`;
    }
    if (!frameCounts(config).every((count) => Number.isInteger(count) && count >= 0)) {
      return `${who}: frame counts are whole numbers from 0 up.`;
    }
    if (!Number.isInteger(config.opticalFlowAngleOffset)) {
      return `${who}: the angle offset is a whole number of degrees.`;
    }
  }
  return undefined;
}

const crossing = 'The border may not cross itself.';
const tooFewPoints = 'A region needs at least three points.';
const tooManyPoints = `A region has ${MAX_POINTS} points at most.`;

function changePoints(
  draft: Draft,
  id: string,
  edit: (points: RelativePoint[]) => RelativePoint[],
): Draft {
  const region = draft.regions.find((candidate) => candidate.id === id);
  if (!region) return draft;
  const points = edit(region.points);
  if (points.length < MIN_POINTS) return refuse(draft, tooFewPoints);
  if (points.length > MAX_POINTS) return refuse(draft, tooManyPoints);
  if (crossesItself(points)) return refuse(draft, crossing);
  return changeRegion(draft, id, (same) => ({ ...same, points }));
}

function changeRegion(
  draft: Draft,
  id: string,
  edit: (region: RegionOfInterest) => RegionOfInterest,
): Draft {
  return change(
    draft,
    draft.regions.map((region) => (region.id === id ? edit(region) : region)),
  );
}

function change(draft: Draft, regions: readonly RegionOfInterest[]): Draft {
  const past = [...draft.past, draft.regions].slice(-MAX_UNDO);
  return { ...draft, regions, past, refusal: undefined };
}

function refuse(draft: Draft, refusal: string): Draft {
  return { ...draft, refusal };
}

function freeId(regions: readonly RegionOfInterest[]): string {
  const taken = new Set(regions.map(({ id }) => id));
  let number = regions.length + 1;
  while (taken.has(`region-${number}`)) number += 1;
  return `region-${number}`;
}

function frameCounts(config: RegionOfInterestConfig): number[] {
  return [
    config.occupancyNumFramesToEvent,
    config.fluidityNumFramesToEvent,
    config.opticalFlowNumFramesToEvent,
    config.opticalFlowNumFramesToReset,
  ];
}

function isPercentage(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 100;
}
