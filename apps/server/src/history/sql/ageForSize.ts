import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

const DAY_MS = 24 * 3600 * 1000;
/** What is younger stays, however much it is. */
const SPARED_MS = 3600 * 1000;
/** Of all the time that is kept, what goes at once. */
const STEP = 0.02;

/**
 * How old things may be, in days, so that an SQLite file holds no more than so many bytes;
 * undefined when it does. To be asked again when what is older has been deleted.
 */
export async function ageForSize(
  db: Kysely<Tables>,
  maxBytes: number,
  now: number,
): Promise<number | undefined> {
  if ((await usedBytes(db)) <= maxBytes) return undefined;
  const age = now - (await oldest(db));
  return age > SPARED_MS ? (age * (1 - STEP)) / DAY_MS : undefined;
}

/** Without the pages that are free: deleting does not shrink the file, but what comes next finds room in it. */
async function usedBytes(db: Kysely<Tables>): Promise<number> {
  const pages = sql<{ bytes: number }>`
    SELECT (page_count - freelist_count) * page_size AS bytes
    FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`;
  return (await pages.execute(db)).rows[0]!.bytes;
}

/** When the oldest of what may go happened; Infinity for nothing. */
async function oldest(db: Kysely<Tables>): Promise<number> {
  let time = Infinity;
  for (const { log } of await db.selectFrom('broadcast').select('log').execute()) {
    const [first, second] = await db
      .selectFrom('crowd_event')
      .select('at')
      .where('log', '=', log)
      .orderBy('sequence')
      .limit(2)
      .execute();
    // The newest of a log stays in any case.
    if (first && second) time = Math.min(time, first.at);
    for (const table of ['series_second', 'series_minute'] as const) {
      const row = await db
        .selectFrom(table)
        .select('start')
        .where('log', '=', log)
        .orderBy('start')
        .limit(1)
        .executeTakeFirst();
      if (row) time = Math.min(time, row.start * 1000);
    }
  }
  return time;
}
