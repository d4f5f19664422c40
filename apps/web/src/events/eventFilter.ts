/** Which events are listed and exported. */
import type { CrowdEvent, CrowdEventFilter, CrowdEventKind } from '../api/operations/events.js';
import type { CrowdLevel } from '../api/operations/measurements.js';

/** Conditions that must all hold; an empty list or undefined is none. */
export interface EventFilter {
  readonly regionIds: readonly string[];
  readonly kinds: readonly CrowdEventKind[];
  /** Occupancy and fluidity events of at least this level. */
  readonly minLevel: CrowdLevel | undefined;
  /** Milliseconds since 1970; events at or after it. */
  readonly from: number | undefined;
  /** Milliseconds since 1970; events before it. */
  readonly to: number | undefined;
}

export const NO_FILTER: EventFilter = {
  regionIds: [],
  kinds: [],
  minLevel: undefined,
  from: undefined,
  to: undefined,
};

export const KINDS = ['OCCUPANCY', 'FLUIDITY', 'DIRECTION'] as const satisfies CrowdEventKind[];
export const LEVELS = ['NONE', 'MIN', 'MED', 'MAX'] as const satisfies CrowdLevel[];

const KIND_OF = {
  OccupancyEvent: 'OCCUPANCY',
  FluidityEvent: 'FLUIDITY',
  DirectionEvent: 'DIRECTION',
} as const satisfies Record<CrowdEvent['__typename'], CrowdEventKind>;

/** How many of the conditions are set. */
export function conditions({ regionIds, kinds, minLevel, from, to }: EventFilter): number {
  const set = [regionIds.length > 0, kinds.length > 0, minLevel, from, to];
  return set.filter((condition) => condition !== undefined && condition !== false).length;
}

/** The same answer as the server's. */
export function matches(filter: EventFilter, event: CrowdEvent): boolean {
  const { regionIds, kinds, minLevel, from, to } = filter;
  const time = Date.parse(event.at);
  return (
    (regionIds.length === 0 || regionIds.includes(event.regionId)) &&
    (kinds.length === 0 || kinds.includes(KIND_OF[event.__typename])) &&
    (minLevel === undefined ||
      !('level' in event) ||
      LEVELS.indexOf(event.level) >= LEVELS.indexOf(minLevel)) &&
    (from === undefined || time >= from) &&
    (to === undefined || time < to)
  );
}

/** As the API takes it. */
export function apiFilter({ regionIds, kinds, minLevel, from, to }: EventFilter): CrowdEventFilter {
  return {
    ...(regionIds.length > 0 && { regionIds: [...regionIds] }),
    ...(kinds.length > 0 && { kinds: [...kinds] }),
    ...(minLevel !== undefined && { minLevel }),
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
}

/** Where the server gives all these events as a file. */
export function exportPath(
  broadcastId: string,
  format: 'csv' | 'ndjson',
  filter: EventFilter,
  token: string | undefined,
): string {
  const query = new URLSearchParams(
    Object.entries(apiFilter(filter)).map(([name, value]) => [name, String(value)]),
  );
  if (token !== undefined) query.set('access_token', token);
  const text = query.toString();
  return `/export/${encodeURIComponent(broadcastId)}/events.${format}${text && `?${text}`}`;
}
