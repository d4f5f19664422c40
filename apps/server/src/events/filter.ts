import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type {
  CrowdEvent,
  CrowdEventFilter,
  FluidityEvent,
  OccupancyEvent,
} from '@crowdlens/schema';
import { badInput } from '../errors.js';

const MAX_REGION_IDS = 32;

const KINDS = {
  OccupancyEvent: CrowdEventKind.OCCUPANCY,
  FluidityEvent: CrowdEventKind.FLUIDITY,
  DirectionEvent: CrowdEventKind.DIRECTION,
} as const;

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX];

/** Whether an event is wanted. */
export type EventTest = (event: CrowdEvent) => boolean;

/**
 * What a filter means.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function eventTest(filter: CrowdEventFilter | null | undefined): EventTest {
  const { regionIds, kinds, minLevel, from, to } = filter ?? {};
  if (regionIds && regionIds.length > MAX_REGION_IDS) {
    throw badInput(`filter.regionIds: at most ${MAX_REGION_IDS}, not ${regionIds.length}.`);
  }
  if (from && to && from >= to) throw badInput('filter: from must be before to.');
  const leastLevel = minLevel ? LEVELS.indexOf(minLevel) : 0;
  return (event) =>
    (!regionIds || regionIds.includes(event.regionId)) &&
    (!kinds || kinds.includes(KINDS[event.typeName])) &&
    (!from || event.at >= from) &&
    (!to || event.at < to) &&
    (!hasLevel(event) || LEVELS.indexOf(event.level) >= leastLevel);
}

function hasLevel(event: CrowdEvent): event is OccupancyEvent | FluidityEvent {
  return event.typeName !== 'DirectionEvent';
}
