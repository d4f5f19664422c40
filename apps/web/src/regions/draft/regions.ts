/** Changing what a region is called, how it looks and what it measures; copying and deleting it. */
import { MAX_REGIONS } from '@crowdlens/schema/regions';
import type { RegionOfInterest, RegionOfInterestConfig } from '../../api/operations/regions.js';
import { regionsText } from '../../text/regionsText.js';
import { translate } from '../geometry.js';
import { freeColor, nameOf } from '../regionColors.js';
import { change, changeRegion, refuse, select, type Draft } from './draft.js';

const COPY_SHIFT = 0.03;
const MAX_NAME_LENGTH = 100;

/** A blank name is none. */
export function renameRegion(draft: Draft, id: string, name: string): Draft {
  const shown = name.trim() === '' ? null : name;
  return changeRegion(draft, id, (region) => ({ ...region, name: shown }), `rename ${id}`);
}

/** @param color - `#rrggbb` */
export function recolorRegion(draft: Draft, id: string, color: string): Draft {
  return changeRegion(draft, id, (region) => ({ ...region, color }), `color ${id}`);
}

export function configureRegion(
  draft: Draft,
  id: string,
  config: Partial<RegionOfInterestConfig>,
): Draft {
  return changeRegion(
    draft,
    id,
    (region) => ({ ...region, config: { ...region.config, ...config } }),
    `configure ${id} ${Object.keys(config).join(' ')}`,
  );
}

/** Puts a copy, a little aside, after the others and selects it. */
export function duplicateRegion(draft: Draft, id: string): Draft {
  const original = draft.regions.find((region) => region.id === id);
  if (!original) return draft;
  if (draft.regions.length >= MAX_REGIONS) {
    return refuse(draft, regionsText.refused.tooManyRegions(MAX_REGIONS));
  }
  const copy: RegionOfInterest = {
    ...original,
    id: idOf(freeNumber(draft.regions)),
    name: regionsText.copyOf(nameOf(original)).slice(0, MAX_NAME_LENGTH),
    color: freeColor(draft.regions),
    points: shifted(original),
  };
  return select(change(draft, [...draft.regions, copy]), copy.id);
}

export function deleteRegion(draft: Draft, id: string): Draft {
  const index = draft.regions.findIndex((region) => region.id === id);
  const regions = draft.regions.filter((region) => region.id !== id);
  const next = regions[Math.min(index, regions.length - 1)];
  return { ...change(draft, regions), selectedId: next?.id };
}

/** The id of the region with this number, whatever language it is named in. */
export const idOf = (number: number): string => `region-${number}`;

/** The first number from the regions' count on whose id is not taken. */
export function freeNumber(regions: readonly RegionOfInterest[]): number {
  const taken = new Set(regions.map(({ id }) => id));
  let number = regions.length + 1;
  while (taken.has(idOf(number))) number += 1;
  return number;
}

/** Down and right; where the picture ends, up and left. */
function shifted({ points }: RegionOfInterest) {
  const moved = translate(points, { x: COPY_SHIFT, y: COPY_SHIFT });
  const stuck = moved.every(({ x, y }, i) => x === points[i]?.x && y === points[i]?.y);
  return stuck ? translate(points, { x: -COPY_SHIFT, y: -COPY_SHIFT }) : moved;
}
