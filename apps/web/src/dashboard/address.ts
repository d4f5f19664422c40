/** What the dashboard shows, as its address says it, so that a moment can be sent to somebody. */
import type { RegionPlace } from '../chart/pastSeries.svelte.js';

/** Lengths of time to choose from. */
export const DAYS = [1, 7, 30, 90] as const;

export interface DashboardView {
  readonly days: number;
  /** End of the time shown, milliseconds since 1970; undefined is now. */
  readonly end: number | undefined;
  /** The moment that is looked at, milliseconds since 1970. */
  readonly at: number | undefined;
  /** The regions that are compared; undefined are all. */
  readonly regions: readonly RegionPlace[] | undefined;
}

/** The view of `/events?days=7&end=…&at=…&region=main/door&region=…`. */
export function viewOf(search: string): DashboardView {
  const query = new URLSearchParams(search);
  const days = Number(query.get('days'));
  const places = query.getAll('region').flatMap((text) => {
    const [broadcastId, ...rest] = text.split('/');
    return broadcastId && rest.length > 0 ? [{ broadcastId, regionId: rest.join('/') }] : [];
  });
  return {
    days: DAYS.find((choice) => choice === days) ?? 7,
    end: timeIn(query, 'end'),
    at: timeIn(query, 'at'),
    regions: places.length > 0 ? places : undefined,
  };
}

/** The address that {@link viewOf} reads. */
export function eventsPath({ days, end, at, regions }: DashboardView): string {
  const query = new URLSearchParams({ days: String(days) });
  if (end !== undefined) query.set('end', new Date(end).toISOString());
  if (at !== undefined) query.set('at', new Date(at).toISOString());
  for (const { broadcastId, regionId } of regions ?? []) {
    query.append('region', `${broadcastId}/${regionId}`);
  }
  return `/events?${query.toString()}`;
}

function timeIn(query: URLSearchParams, name: string): number | undefined {
  const time = Date.parse(query.get(name) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
