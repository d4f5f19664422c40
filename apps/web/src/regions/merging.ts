/** When two people edit regions at once: what each of them changed, and the two put together. */
import type { RegionOfInterest } from '../api/operations/regions.js';
import { nameOf } from './regionColors.js';

type Regions = readonly RegionOfInterest[];

/** What one side did to a region. */
export type Change = 'same' | 'changed' | 'added' | 'removed';

/** Whose version of a region is kept. */
export type Side = 'mine' | 'theirs';

/** A region that is not the same on both sides. */
export interface Difference {
  readonly id: string;
  readonly name: string;
  readonly mine: Change;
  readonly theirs: Change;
  /** The side that changed it; mine when both did. */
  readonly suggested: Side;
}

/** What both sides made of a region, in words. */
export interface ConflictRow extends Pick<Difference, 'id' | 'name' | 'suggested'> {
  readonly mine: string;
  readonly theirs: string;
}

/** @param base - the regions that both sides started from. */
export function differences(base: Regions, mine: Regions, theirs: Regions): Difference[] {
  const ids = new Set([...theirs, ...mine].map(({ id }) => id));
  return [...ids].flatMap((id): Difference[] => {
    const [before, own, other] = [base, mine, theirs].map((regions) => find(regions, id));
    if (isSame(own, other)) return [];
    const change = changeBetween(before, own);
    return [
      {
        id,
        name: nameOf(own ?? other ?? { id, name: null }),
        mine: change,
        theirs: changeBetween(before, other),
        suggested: change === 'same' ? 'theirs' : 'mine',
      },
    ];
  });
}

/** Their regions in their order, then mine that they do not have; for each id the side that `choice` names. */
export function merge(mine: Regions, theirs: Regions, choice: ReadonlyMap<string, Side>): Regions {
  const ids = new Set([...theirs, ...mine].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const kept = find(choice.get(id) === 'mine' ? mine : theirs, id);
    return kept ? [kept] : [];
  });
}

function find(regions: Regions, id: string): RegionOfInterest | undefined {
  return regions.find((region) => region.id === id);
}

function changeBetween(before: RegionOfInterest | undefined, after: RegionOfInterest | undefined) {
  if (isSame(before, after)) return 'same';
  if (!before) return 'added';
  return after ? 'changed' : 'removed';
}

/** Both came as JSON with the same fields in the same order. */
function isSame(a: RegionOfInterest | undefined, b: RegionOfInterest | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
