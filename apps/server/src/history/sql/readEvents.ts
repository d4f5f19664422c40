import type { Kysely, SelectQueryBuilder } from 'kysely';
import { CrowdEventKind } from '@crowdlens/schema';
import type { EventConditions, EventRange } from '../HistoryStore.js';
import { KINDS, LEVELS } from './eventRows.js';
import type { CrowdEventTable, Tables } from './tables.js';

type SequenceQuery = SelectQueryBuilder<Tables, 'crowd_event', Pick<CrowdEventTable, 'sequence'>>;

/**
 * The rows of some events, in the order of their numbers.
 *
 * A filter is answered in parts, one for each combination of region, kind and level: every part
 * reads its few numbers from one place of one index. So a page takes the same time however rare
 * the wanted events are among millions.
 */
export async function readEvents(
  db: Kysely<Tables>,
  log: number,
  wanted: EventConditions,
  range: EventRange,
): Promise<CrowdEventTable[]> {
  const bounds = await withinTime(db, log, wanted, range);
  if (!bounds) return [];
  const direction = range.fromEnd ? 'desc' : 'asc';
  const parts = cells(wanted).map((cell) => {
    let query: SequenceQuery = db
      .selectFrom('crowd_event')
      .select('sequence')
      .where('log', '=', log)
      .where('sequence', '>', bounds.after);
    if (bounds.before !== undefined) query = query.where('sequence', '<', bounds.before);
    if (cell.regionId !== undefined) query = query.where('region_id', '=', cell.regionId);
    if (cell.kind !== undefined) query = query.where('kind', '=', cell.kind);
    if (cell.level !== undefined) query = query.where('level', '=', cell.level);
    return query.orderBy('sequence', direction).limit(range.limit);
  });
  const [first, ...others] = parts.map((part) => db.selectFrom(part.as('part')).selectAll());
  if (!first) return [];
  const sequences = others
    .reduce((all, part) => all.unionAll(part), first)
    .orderBy('sequence', direction)
    .limit(range.limit);
  return db
    .selectFrom('crowd_event')
    .selectAll()
    .where('log', '=', log)
    .where('sequence', 'in', sequences)
    .orderBy('sequence')
    .execute();
}

/** The range, narrowed to the wanted time: in a log, times never go back. Undefined when nothing is in it. */
async function withinTime(
  db: Kysely<Tables>,
  log: number,
  { from, to }: EventConditions,
  { after, before }: EventRange,
): Promise<{ after: number; before?: number } | undefined> {
  const firstSince = async (time: Date) => {
    const row = await db
      .selectFrom('crowd_event')
      .select('sequence')
      .where('log', '=', log)
      .where('at', '>=', time.getTime())
      .orderBy('at')
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst();
    return row?.sequence;
  };
  const first = from ? await firstSince(from) : 0;
  if (first === undefined) return undefined;
  const end = Math.min(before ?? Infinity, (to && (await firstSince(to))) ?? Infinity);
  return { after: Math.max(after, first - 1), ...(end < Infinity && { before: end }) };
}

interface Cell {
  readonly regionId?: string | undefined;
  readonly kind?: number | undefined;
  readonly level?: number | undefined;
}

/** Every combination of region, kind and level that is wanted. */
function cells({ regionIds, kinds, minLevel }: EventConditions): Cell[] {
  const classes: Cell[] = kinds || minLevel || regionIds ? levelCells(kinds, minLevel) : [{}];
  if (!regionIds) return classes;
  return [...new Set(regionIds)].flatMap((regionId) =>
    classes.map(({ kind, level }) => ({ regionId, kind, level })),
  );
}

function levelCells(
  kinds: EventConditions['kinds'],
  minLevel: EventConditions['minLevel'],
): Cell[] {
  const leastLevel = minLevel ? LEVELS.indexOf(minLevel) : 0;
  return KINDS.flatMap((name, kind) => {
    if (kinds && !kinds.includes(name)) return [];
    if (name === CrowdEventKind.DIRECTION) return [{ kind, level: 0 }];
    return LEVELS.flatMap((_, level) => (level >= leastLevel ? [{ kind, level }] : []));
  });
}
