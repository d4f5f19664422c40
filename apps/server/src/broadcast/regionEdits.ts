import type {
  RegionOfInterest,
  RegionOfInterestInput,
  UpdateRegionOfInterestInput,
} from '@crowdlens/schema';
import { ApiError, badInput } from '../errors.js';
import { checkRegion } from './regions.js';

/** Who changes the regions, and what they had before them. */
export interface RegionChange {
  readonly expectedRevision?: number | null | undefined;
  /** For the history. */
  readonly actor: string;
}

/** What the regions shall be. */
export interface RegionWishes {
  readonly regions: readonly RegionOfInterestInput[];
  /** Kept when left out. */
  readonly processingWidth?: number | null | undefined;
}

/** @throws ApiError BAD_USER_INPUT when its id is taken, or as `checkRegion` */
export function withRegion(
  regions: readonly RegionOfInterest[],
  region: RegionOfInterestInput,
): RegionOfInterestInput[] {
  if (regions.some(({ id }) => id === region.id)) {
    throw badInput(
      `region.id: there is a region "${region.id.slice(0, 64)}" already; updateRegionOfInterest changes it.`,
    );
  }
  return [...regions, checkRegion('region', region)];
}

/**
 * What is undefined stays; null takes a name or colour away.
 *
 * @throws ApiError REGION_NOT_FOUND, BAD_USER_INPUT
 */
export function withChanges(
  regions: readonly RegionOfInterest[],
  { id, name, color, points, config }: Omit<UpdateRegionOfInterestInput, 'broadcastId'>,
): RegionOfInterestInput[] {
  const present = regionOf(regions, id);
  const changed = checkRegion('input', {
    id,
    name: name === undefined ? present.name : name,
    color: color === undefined ? present.color : color,
    points: points ?? present.points,
    config: mergedConfig(present.config, config),
  });
  return regions.map((region) => (region === present ? changed : region));
}

/** @throws ApiError REGION_NOT_FOUND */
export function withoutRegion(
  regions: readonly RegionOfInterest[],
  id: string,
): RegionOfInterest[] {
  const gone = regionOf(regions, id);
  return regions.filter((region) => region !== gone);
}

/** A config of which only some values are given. */
export function mergedConfig(
  present: RegionOfInterest['config'],
  changes: RegionOfInterestInput['config'],
): RegionOfInterest['config'] {
  const given = Object.entries(changes ?? {}).filter(([, value]) => (value ?? null) !== null);
  return Object.assign({}, present, Object.fromEntries(given));
}

/** @throws ApiError REGION_NOT_FOUND */
export function regionOf(regions: readonly RegionOfInterest[], id: string): RegionOfInterest {
  const region = regions.find((one) => one.id === id);
  if (region) return region;
  const known = regions.map((one) => `"${one.id}"`).join(', ');
  throw new ApiError(
    'REGION_NOT_FOUND',
    `There is no region "${id.slice(0, 64)}". The regions are: ${known === '' ? 'none' : known}.`,
  );
}
