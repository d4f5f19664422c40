/** How full it was at each hour of each day. */
import type { SeriesBucket } from '../api/operations/measurements.js';

/** One hour of a row. */
export interface HeatCell {
  /** Mean occupancy, percent; undefined where nothing was measured. */
  readonly occupancy: number | undefined;
  /** Beginning of the newest such hour, milliseconds since 1970; undefined where nothing was measured. */
  readonly at: number | undefined;
}

/** A day, or a day of the week. */
export interface HeatRow {
  readonly title: string;
  /** From midnight on, 24 of them. */
  readonly hours: readonly HeatCell[];
}

/** Beyond so many days, those of the same name are put together. */
const SINGLE_DAYS = 14;
const HOURS = 24;

/**
 * @param series - by the hour, one for each region: their mean counts
 * @param days - how many the series cover
 */
export function heatRows(
  series: readonly (readonly SeriesBucket[])[],
  days: number,
  locale: string,
): HeatRow[] {
  const single = days <= SINGLE_DAYS;
  const format = new Intl.DateTimeFormat(
    locale,
    single ? { weekday: 'short', day: 'numeric', month: 'numeric' } : { weekday: 'long' },
  );
  const rows = new Map<string, { sum: number; count: number; at: number }[]>();
  // Times are ISO 8601 in UTC, so they sort as text.
  for (const { at, occupancy } of series.flat().sort((a, b) => (a.at < b.at ? -1 : 1))) {
    const date = new Date(at);
    const key = format.format(date);
    const row = rows.get(key) ?? Array.from({ length: HOURS }, () => ({ sum: 0, count: 0, at: 0 }));
    rows.set(key, row);
    const cell = row[date.getHours()];
    if (!cell) continue;
    cell.sum += occupancy.mean;
    cell.count += 1;
    cell.at = date.getTime();
  }
  const list = [...rows].map(([title, row]) => ({
    title,
    day: new Date(row.find(({ count }) => count > 0)?.at ?? 0).getDay(),
    hours: row.map(({ sum, count, at }) => ({
      occupancy: count > 0 ? sum / count : undefined,
      at: count > 0 ? at : undefined,
    })),
  }));
  // Weeks begin on Monday (ISO 8601).
  if (!single) list.sort((a, b) => ((a.day + 6) % 7) - ((b.day + 6) % 7));
  return list.map(({ title, hours }) => ({ title, hours }));
}
