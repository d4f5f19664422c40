import type { Kysely } from 'kysely';
import type { Retention } from '../HistoryStore.js';
import { ageForSize } from './ageForSize.js';
import type { Tables } from './tables.js';

/** Rows of one deletion: so few that nobody who waits for the database notices. */
const CHUNK = 1000;
const DAY_MS = 24 * 3600 * 1000;
const MAX_REVISIONS = 1000;
/** Of a broadcast, those that have ended. */
const MAX_ALERTS = 10_000;
/** For how long one can look up what has become of a message; no attempt comes so late. */
const DELIVERY_DAYS = 30;

/**
 * Deletes a little of what is too old, too much, or of a broadcast that was removed.
 *
 * @returns whether there may be more
 */
export async function trim(
  db: Kysely<Tables>,
  configured: Retention,
  now: number,
): Promise<boolean> {
  const { maxBytes } = configured;
  const days = maxBytes === undefined ? undefined : await ageForSize(db, maxBytes, now);
  const retention = days === undefined ? configured : shorter(configured, days);
  let more = days !== undefined;
  const logs = await db.selectFrom('broadcast').select(['log', 'id']).execute();
  for (const { log, id } of logs) {
    if (id === null) {
      more = (await trimRemoved(db, log)) || more;
      continue;
    }
    more = (await trimEvents(db, log, retention, now)) || more;
    const seconds = Math.floor((now - retention.secondsDays * DAY_MS) / 1000);
    const minutes = Math.floor((now - retention.days * DAY_MS) / 1000);
    more = (await trimSeries(db, 'series_second', log, seconds)) || more;
    more = (await trimSeries(db, 'series_minute', log, minutes)) || more;
    await trimRevisions(db, log);
    await trimAlerts(db, log, configured, now);
  }
  // A message's number is the time at which it was made.
  const oldest = now - DELIVERY_DAYS * DAY_MS;
  await db.deleteFrom('webhook_delivery').where('number', '<', oldest).execute();
  await db.deleteFrom('share_link').where('expires_at', '<', now).execute();
  return more;
}

function shorter(retention: Retention, days: number): Retention {
  return {
    ...retention,
    days: Math.min(retention.days, days),
    secondsDays: Math.min(retention.secondsDays, days),
  };
}

async function trimEvents(
  db: Kysely<Tables>,
  log: number,
  { days, maxEvents }: Retention,
  now: number,
): Promise<boolean> {
  const ends = await Promise.all(
    (['asc', 'desc'] as const).map((direction) =>
      db
        .selectFrom('crowd_event')
        .select('sequence')
        .where('log', '=', log)
        .orderBy('sequence', direction)
        .limit(1)
        .executeTakeFirst(),
    ),
  );
  const [oldest, newest] = ends.map((end) => end?.sequence);
  if (oldest === undefined || newest === undefined) return false;
  const fresh = await db
    .selectFrom('crowd_event')
    .select('sequence')
    .where('log', '=', log)
    .where('at', '>=', now - days * DAY_MS)
    .orderBy('at')
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  // The newest stays in any case: it holds the number from which to go on.
  const keepFrom = Math.max(fresh?.sequence ?? newest, newest - maxEvents + 1);
  const end = Math.min(keepFrom, oldest + CHUNK);
  if (end <= oldest) return false;
  await db
    .deleteFrom('crowd_event')
    .where('log', '=', log)
    .where('sequence', '>=', oldest)
    .where('sequence', '<', end)
    .execute();
  return end < keepFrom;
}

async function trimSeries(
  db: Kysely<Tables>,
  table: 'series_second' | 'series_minute',
  log: number,
  keepFrom: number,
): Promise<boolean> {
  const chunkEnd = await db
    .selectFrom(table)
    .select('start')
    .where('log', '=', log)
    .where('start', '<', keepFrom)
    .orderBy('start')
    .offset(CHUNK)
    .limit(1)
    .executeTakeFirst();
  await db
    .deleteFrom(table)
    .where('log', '=', log)
    .where('start', '<', chunkEnd?.start ?? keepFrom)
    .execute();
  return chunkEnd !== undefined;
}

async function trimRevisions(db: Kysely<Tables>, log: number): Promise<void> {
  const surplus = await db
    .selectFrom('region_revision')
    .select('revision')
    .where('log', '=', log)
    .orderBy('revision', 'desc')
    .offset(MAX_REVISIONS)
    .limit(1)
    .executeTakeFirst();
  if (!surplus) return;
  await db
    .deleteFrom('region_revision')
    .where('log', '=', log)
    .where('revision', '<=', surplus.revision)
    .execute();
}

async function trimAlerts(
  db: Kysely<Tables>,
  log: number,
  { days }: Retention,
  now: number,
): Promise<void> {
  const surplus = await db
    .selectFrom('alert')
    .select('number')
    .where('log', '=', log)
    .orderBy('number', 'desc')
    .offset(MAX_ALERTS)
    .limit(1)
    .executeTakeFirst();
  // An alert's number is the time at which it was raised.
  const keepFrom = Math.max(now - days * DAY_MS, (surplus?.number ?? 0) + 1);
  await db
    .deleteFrom('alert')
    .where('log', '=', log)
    .where('open', '=', 0)
    .where('number', '<', keepFrom)
    .execute();
}

/** Everything of a broadcast that was removed; its own row goes last. */
async function trimRemoved(db: Kysely<Tables>, log: number): Promise<boolean> {
  const chunkEnd = await db
    .selectFrom('crowd_event')
    .select('sequence')
    .where('log', '=', log)
    .orderBy('sequence')
    .offset(CHUNK)
    .limit(1)
    .executeTakeFirst();
  let events = db.deleteFrom('crowd_event').where('log', '=', log);
  if (chunkEnd) events = events.where('sequence', '<', chunkEnd.sequence);
  await events.execute();
  const moreSeconds = await trimSeries(db, 'series_second', log, Number.MAX_SAFE_INTEGER);
  const moreMinutes = await trimSeries(db, 'series_minute', log, Number.MAX_SAFE_INTEGER);
  if (chunkEnd || moreSeconds || moreMinutes) return true;
  for (const table of ['region_revision', 'alert_rule', 'alert'] as const) {
    await db.deleteFrom(table).where('log', '=', log).execute();
  }
  await db.deleteFrom('broadcast').where('log', '=', log).execute();
  return false;
}
