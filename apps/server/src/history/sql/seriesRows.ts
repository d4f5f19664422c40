import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { SeriesRow, StoredSecond } from '../HistoryStore.js';
import type { SeriesTable, Tables } from './tables.js';

/** How rows are added up to one: the same for minutes and for the buckets of a query. */
const ADDED_UP = {
  count: 'sum',
  occupancy_sum: 'sum',
  occupancy_min: 'min',
  occupancy_max: 'max',
  fluidity_count: 'sum',
  fluidity_sum: 'sum',
  fluidity_min: 'min',
  fluidity_max: 'max',
  direction_x: 'sum',
  direction_y: 'sum',
  seconds_none: 'sum',
  seconds_min: 'sum',
  seconds_med: 'sum',
  seconds_max: 'sum',
} as const;

const COLUMNS = Object.keys(ADDED_UP) as (keyof typeof ADDED_UP)[];
const KEY = ['log', 'region_id', 'start'] as const;
const MINUTE = 60;

/** What a query of the series is about. */
export interface SeriesQuery {
  readonly log: number;
  /** All regions when it is null. */
  readonly regionId: string | null;
  /** Seconds since 1970. */
  readonly from: number;
  /** Seconds since 1970, not included. */
  readonly to: number;
  readonly bucketSeconds: number;
}

/** Writes seconds in place of those that are there already. */
export async function writeSeconds(
  db: Kysely<Tables>,
  seconds: readonly StoredSecond[],
): Promise<void> {
  await db
    .insertInto('series_second')
    .values(seconds.map(({ log, second }) => rowOf(log, second)))
    .onConflict((conflict) =>
      conflict
        .columns([...KEY])
        .doUpdateSet((set) =>
          Object.fromEntries(COLUMNS.map((column) => [column, set.ref(`excluded.${column}`)])),
        ),
    )
    .execute();
}

/** Adds the seconds before `until` up to minutes, as far as that has not been done. */
export async function addUpMinutes(db: Kysely<Tables>, log: number, until: number): Promise<void> {
  const from = await minutesUntil(db, log);
  await db
    .insertInto('series_minute')
    .columns([...KEY, ...COLUMNS])
    .expression(
      db
        .selectFrom('series_second')
        .select(['log', 'region_id', bucketStart(MINUTE).as('start')])
        .select(COLUMNS.map(addedUp))
        .where('log', '=', log)
        .where('start', '>=', from)
        .where('start', '<', until)
        .groupBy(['log', 'region_id', bucketStart(MINUTE)]),
    )
    .execute();
}

/** The buckets of a query with measurements. */
export async function readSeries(
  db: Kysely<Tables>,
  query: SeriesQuery,
  busiest?: number,
): Promise<SeriesRow[]> {
  const { log, regionId, bucketSeconds, from, to } = query;
  const rows = (table: 'series_second' | 'series_minute', start: number, end: number) => {
    const wanted = db
      .selectFrom(table)
      .selectAll()
      .where('log', '=', log)
      .where('start', '>=', start)
      .where('start', '<', end);
    return regionId === null ? wanted : wanted.where('region_id', '=', regionId);
  };
  // Minutes are as good as seconds and sixty times fewer; the last ones have not been added up yet.
  const middle = bucketSeconds % MINUTE === 0 ? await minutesUntil(db, log) : 0;
  const parts =
    middle > from
      ? rows('series_minute', from, Math.min(middle, to)).unionAll(
          rows('series_second', Math.max(middle, from), to),
        )
      : rows('series_second', from, to);
  const buckets = db
    .selectFrom(parts.as('part'))
    .select(['region_id', bucketStart(bucketSeconds).as('start')])
    .select(COLUMNS.map(addedUp))
    .groupBy(['region_id', bucketStart(bucketSeconds)]);
  const ordered =
    busiest === undefined
      ? buckets.orderBy('start')
      : buckets
          .orderBy(sql`sum(occupancy_sum) / sum(count)`, 'desc')
          .orderBy('start')
          .limit(busiest);
  return (await ordered.execute()).map(seriesRowOf);
}

/** Where the minutes that have been added up end; 0 before the first. */
async function minutesUntil(db: Kysely<Tables>, log: number): Promise<number> {
  const last = await db
    .selectFrom('series_minute')
    .select('start')
    .where('log', '=', log)
    .orderBy('start', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? last.start + MINUTE : 0;
}

function bucketStart(seconds: number) {
  return sql<number>`start - start % ${sql.lit(seconds)}`;
}

function addedUp(column: keyof typeof ADDED_UP) {
  return sql<number>`${sql.raw(ADDED_UP[column])}(${sql.ref(column)})`.as(column);
}

function rowOf(log: number, second: SeriesRow): SeriesTable {
  return {
    log,
    region_id: second.regionId,
    start: second.start,
    count: second.count,
    occupancy_sum: second.occupancySum,
    occupancy_min: second.occupancyMin,
    occupancy_max: second.occupancyMax,
    fluidity_count: second.fluidityCount,
    fluidity_sum: second.fluiditySum,
    fluidity_min: second.fluidityMin,
    fluidity_max: second.fluidityMax,
    direction_x: second.directionX,
    direction_y: second.directionY,
    seconds_none: second.secondsNone,
    seconds_min: second.secondsMin,
    seconds_med: second.secondsMed,
    seconds_max: second.secondsMax,
  };
}

function seriesRowOf(row: Omit<SeriesTable, 'log'>): SeriesRow {
  return {
    regionId: row.region_id,
    start: row.start,
    count: row.count,
    occupancySum: row.occupancy_sum,
    occupancyMin: row.occupancy_min,
    occupancyMax: row.occupancy_max,
    fluidityCount: row.fluidity_count,
    fluiditySum: row.fluidity_sum,
    fluidityMin: row.fluidity_min,
    fluidityMax: row.fluidity_max,
    directionX: row.direction_x,
    directionY: row.direction_y,
    secondsNone: row.seconds_none,
    secondsMin: row.seconds_min,
    secondsMed: row.seconds_med,
    secondsMax: row.seconds_max,
  };
}
