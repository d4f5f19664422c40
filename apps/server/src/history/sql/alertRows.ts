import type { Alert, AlertRule } from '@crowdlens/schema';
import type { Kysely } from 'kysely';
import type { AlertConditions, AlertRange, StoredAlert } from '../AlertStore.js';
import type { AlertTable, Tables } from './tables.js';

const TIMES = new Set(['beganAt', 'raisedAt', 'lastSeenAt', 'endedAt', 'peakAt', 'acknowledgedAt']);

/** Rules of a log, in the order in which they were made. */
export async function readRules(db: Kysely<Tables>, log: number): Promise<AlertRule[]> {
  const rows = await db
    .selectFrom('alert_rule')
    .select('rule')
    .where('log', '=', log)
    .orderBy('number')
    .execute();
  return rows.map(({ rule }) => JSON.parse(rule) as AlertRule);
}

/** Puts a rule in the place of the one of its id, or behind all others. */
export async function writeRule(db: Kysely<Tables>, log: number, rule: AlertRule): Promise<void> {
  const text = JSON.stringify(rule);
  const { last } = await db
    .selectFrom('alert_rule')
    .select((row) => row.fn.coalesce(row.fn.max('number'), row.lit(0)).as('last'))
    .executeTakeFirstOrThrow();
  await db
    .insertInto('alert_rule')
    .values({ id: rule.id, number: last + 1, log, rule: text })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ rule: text }))
    .execute();
}

/** Puts an alert in the place of the one of its number, or adds it. */
export async function writeAlert(
  db: Kysely<Tables>,
  log: number,
  { number, changed, alert }: StoredAlert,
): Promise<void> {
  const changes = {
    changed,
    open: alert.endedAt === null ? 1 : 0,
    acknowledged: alert.acknowledgedAt === null ? 0 : 1,
    facts: JSON.stringify(alert),
  };
  await db
    .insertInto('alert')
    .values({ number, log, region_id: alert.regionId, ...changes })
    .onConflict((conflict) => conflict.column('number').doUpdateSet(changes))
    .execute();
}

/** An alert of a broadcast that has not been removed. */
export async function readAlert(
  db: Kysely<Tables>,
  number: number,
): Promise<StoredAlert | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('number', '=', number)
    .where('log', 'in', db.selectFrom('broadcast').select('log').where('id', 'is not', null))
    .executeTakeFirst();
  return row && alertOf(row);
}

/** The alerts of broadcasts that have not been removed. */
export async function readAlerts(
  db: Kysely<Tables>,
  wanted: AlertConditions,
  { by, after, before, limit, fromEnd = false }: AlertRange,
): Promise<StoredAlert[]> {
  const { broadcastId, regionIds, open, acknowledged, from, to } = wanted;
  const logs = db.selectFrom('broadcast').select('log');
  let query = db
    .selectFrom('alert')
    .selectAll()
    .where(
      'log',
      'in',
      typeof broadcastId === 'string'
        ? logs.where('id', '=', broadcastId)
        : logs.where('id', 'is not', null),
    )
    .where(by, '>', after);
  if (before !== undefined) query = query.where(by, '<', before);
  if (regionIds) query = query.where('region_id', 'in', [...regionIds]);
  if (typeof open === 'boolean') query = query.where('open', '=', open ? 1 : 0);
  if (typeof acknowledged === 'boolean') {
    query = query.where('acknowledged', '=', acknowledged ? 1 : 0);
  }
  if (from) query = query.where('number', '>=', from.getTime());
  if (to) query = query.where('number', '<', to.getTime());
  const rows = await query
    .orderBy(by, fromEnd ? 'desc' : 'asc')
    .limit(limit)
    .execute();
  const alerts = rows.map(alertOf);
  return fromEnd ? alerts.reverse() : alerts;
}

function alertOf({ number, changed, facts }: AlertTable): StoredAlert {
  const alert = JSON.parse(facts, (key, value: unknown) =>
    TIMES.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as Alert;
  return { number, changed, alert };
}
