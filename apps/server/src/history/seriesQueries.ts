import type { BusiestQuery, SeriesBucket, SeriesQuery } from '@crowdlens/schema';
import { badInput } from '../errors.js';
import type { HistoryStore, SeriesRow } from './HistoryStore.js';

const MAX_BUCKETS = 2000;
const WEEK_SECONDS = 7 * 24 * 3600;
const MAX_BUSIEST = 100;
const MAX_BUSIEST_DAYS = 366;
const MINUTE = 60;

type Without<Query> = Omit<Query, 'broadcastId'>;

/** @throws ApiError BAD_USER_INPUT; HistoryError */
export async function series(
  store: HistoryStore,
  log: number,
  { regionId, from, to, bucketSeconds }: Without<SeriesQuery>,
): Promise<SeriesBucket[]> {
  checkBucket(bucketSeconds, 1);
  const span = checkedSpan(from, to, bucketSeconds);
  const buckets = Math.ceil((span.to - span.from) / bucketSeconds);
  if (buckets > MAX_BUCKETS) {
    throw badInput(
      `bucket: at most ${MAX_BUCKETS} buckets may be asked for, not ${buckets}. Ask for longer ones or for less time.`,
    );
  }
  const rows = await store.series(log, { regionId, ...span }, bucketSeconds);
  return rows.map(bucketOf);
}

/** @throws ApiError BAD_USER_INPUT; HistoryError */
export async function busiest(
  store: HistoryStore,
  log: number,
  { regionId, from, to, bucketSeconds, first }: Without<BusiestQuery>,
): Promise<SeriesBucket[]> {
  checkBucket(bucketSeconds, MINUTE);
  if (bucketSeconds % MINUTE !== 0) {
    throw badInput(`bucket: must be whole minutes, not ${bucketSeconds} seconds.`);
  }
  if (first < 1 || first > MAX_BUSIEST) {
    throw badInput(`first: must be from 1 to ${MAX_BUSIEST}, not ${first}.`);
  }
  const span = checkedSpan(from, to, bucketSeconds);
  if (span.to - span.from > MAX_BUSIEST_DAYS * 24 * 3600) {
    throw badInput(`to: must be at most ${MAX_BUSIEST_DAYS} days behind from.`);
  }
  const range = { regionId: regionId ?? null, ...span };
  return (await store.busiest(log, range, bucketSeconds, first)).map(bucketOf);
}

function checkBucket(seconds: number, min: number): void {
  if (seconds >= min && seconds <= WEEK_SECONDS) return;
  throw badInput(`bucket: must be from ${min} to ${WEEK_SECONDS} seconds, not ${seconds}.`);
}

/** Seconds since 1970, so that no bucket is cut in two. */
function checkedSpan(from: Date, to: Date, bucketSeconds: number): { from: number; to: number } {
  if (from >= to) throw badInput('from: must be before to.');
  const bucketMs = bucketSeconds * 1000;
  return {
    from: Math.floor(from.getTime() / bucketMs) * bucketSeconds,
    to: Math.ceil(to.getTime() / bucketMs) * bucketSeconds,
  };
}

function bucketOf(row: SeriesRow): SeriesBucket {
  const { count, fluidityCount, fluidityMin, fluidityMax } = row;
  const time = row.secondsNone + row.secondsMin + row.secondsMed + row.secondsMax;
  return {
    regionId: row.regionId,
    at: new Date(row.start * 1000),
    measurements: count,
    occupancy: {
      mean: row.occupancySum / count,
      min: row.occupancyMin,
      max: row.occupancyMax,
    },
    fluidity:
      fluidityMin === null || fluidityMax === null
        ? null
        : { mean: row.fluiditySum / fluidityCount, min: fluidityMin, max: fluidityMax },
    direction: directionOf(row),
    levels: {
      none: row.secondsNone / time,
      min: row.secondsMin / time,
      med: row.secondsMed / time,
      max: row.secondsMax / time,
    },
  };
}

/** Of the sum of unit vectors; what cancels itself out has no direction. */
function directionOf({ directionX, directionY }: SeriesRow): number | null {
  if (Math.hypot(directionX, directionY) < 1e-6) return null;
  return ((Math.atan2(directionX, directionY) * 180) / Math.PI + 360) % 360;
}
