import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type {
  CrowdEvent,
  CrowdEventFilter,
  FluidityEvent,
  OccupancyEvent,
} from '@crowdlens/schema';
import { badInput } from '../errors.js';
import type { EventConditions } from '../history/HistoryStore.js';

const MAX_REGION_IDS = 32;

/** Kinds by the name of the GraphQL type. */
export const EVENT_KINDS = {
  OccupancyEvent: CrowdEventKind.OCCUPANCY,
  FluidityEvent: CrowdEventKind.FLUIDITY,
  DirectionEvent: CrowdEventKind.DIRECTION,
} as const;

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX];

/**
 * What a filter means to the store.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function eventConditions(filter: CrowdEventFilter | null | undefined): EventConditions {
  const { regionIds, kinds, minLevel, from, to } = filter ?? {};
  if (regionIds && regionIds.length > MAX_REGION_IDS) {
    throw badInput(`filter.regionIds: at most ${MAX_REGION_IDS}, not ${regionIds.length}.`);
  }
  if (from && to && from >= to) throw badInput('filter: from must be before to.');
  return {
    regionIds: regionIds ?? null,
    kinds: kinds ?? null,
    minLevel: minLevel ?? null,
    from: from ?? null,
    to: to ?? null,
  };
}

/** The same for an event in memory. */
export function isWanted(event: CrowdEvent, wanted: EventConditions): boolean {
  const { regionIds, kinds, minLevel, from, to } = wanted;
  return (
    (!regionIds || regionIds.includes(event.regionId)) &&
    (!kinds || kinds.includes(EVENT_KINDS[event.typeName])) &&
    (!from || event.at >= from) &&
    (!to || event.at < to) &&
    (!minLevel || !hasLevel(event) || LEVELS.indexOf(event.level) >= LEVELS.indexOf(minLevel))
  );
}

function hasLevel(event: CrowdEvent): event is OccupancyEvent | FluidityEvent {
  return event.typeName !== 'DirectionEvent';
}
