/**
 * The editor's state and its history. Each function here and beside takes a draft and returns the next one; a
 * refused change returns the same regions and says why in `refusal`.
 */
import type { RegionOfInterest, RelativePoint } from '../../api/operations/regions.js';

const MAX_UNDO = 100;

type Regions = readonly RegionOfInterest[];

/** Regions while they are being edited. */
export interface Draft {
  readonly regions: Regions;
  readonly selectedId: string | undefined;
  /** The points clicked so far of a region that is being drawn. */
  readonly drawing: readonly RelativePoint[] | undefined;
  /** Why the last change was not made. */
  readonly refusal: string | undefined;
  /** The closed border that was refused, while it should be seen. */
  readonly attempted: readonly RelativePoint[] | undefined;
  /** Earlier states of `regions`, the newest last; the oldest is dropped beyond 100. */
  readonly past: readonly Regions[];
  /** States that were undone, the next one last. */
  readonly future: readonly Regions[];
  /** The name of the last change: the next one of the same name becomes one step for undo with it. */
  readonly step: string | undefined;
}

export function startDraft(regions: Regions): Draft {
  return { ...settled, regions, selectedId: regions[0]?.id, past: [], future: [] };
}

/** Undefined selects nothing. */
export function select(draft: Draft, id: string | undefined): Draft {
  return { ...draft, ...settled, selectedId: id };
}

export function selectedRegion(draft: Draft): RegionOfInterest | undefined {
  return draft.regions.find(({ id }) => id === draft.selectedId);
}

/** @param step - joins with the change before when that had the same name. */
export function change(draft: Draft, regions: Regions, step?: string): Draft {
  const joins = step !== undefined && step === draft.step;
  const past = joins ? draft.past : [...draft.past, draft.regions].slice(-MAX_UNDO);
  return { ...draft, ...settled, drawing: draft.drawing, regions, past, future: [], step };
}

export function changeRegion(
  draft: Draft,
  id: string,
  edit: (region: RegionOfInterest) => RegionOfInterest,
  step?: string,
): Draft {
  const regions = draft.regions.map((region) => (region.id === id ? edit(region) : region));
  return change(draft, regions, step);
}

export function refuse(draft: Draft, refusal: string, attempted?: RelativePoint[]): Draft {
  return { ...draft, refusal, attempted };
}

/** The refused border need not be seen any more. */
export function forgetAttempt(draft: Draft): Draft {
  return draft.attempted ? { ...draft, attempted: undefined } : draft;
}

/** Takes back the last change; while a region is drawn, its last point. */
export function undo(draft: Draft): Draft {
  if (draft.drawing?.length) {
    return { ...draft, drawing: draft.drawing.slice(0, -1), refusal: undefined };
  }
  const regions = draft.past.at(-1);
  if (!regions) return draft;
  const future = [...draft.future, draft.regions];
  return restored({ ...draft, past: draft.past.slice(0, -1), future }, regions);
}

/** Makes again what was undone last. */
export function redo(draft: Draft): Draft {
  const regions = draft.future.at(-1);
  if (!regions) return draft;
  const past = [...draft.past, draft.regions];
  return restored({ ...draft, past, future: draft.future.slice(0, -1) }, regions);
}

export function canUndo(draft: Draft): boolean {
  return draft.past.length > 0 || (draft.drawing?.length ?? 0) > 0;
}

export function canRedo(draft: Draft): boolean {
  return draft.future.length > 0 && !draft.drawing;
}

const settled = {
  drawing: undefined,
  refusal: undefined,
  attempted: undefined,
  step: undefined,
} as const;

function restored(draft: Draft, regions: Regions): Draft {
  const stillThere = regions.some(({ id }) => id === draft.selectedId);
  const selectedId = stillThere ? draft.selectedId : regions[0]?.id;
  return { ...draft, ...settled, regions, selectedId };
}
