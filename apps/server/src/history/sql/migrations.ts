import { Migrator, sql } from 'kysely';
import type { Kysely, Migration } from 'kysely';
import type { Tables } from './tables.js';

/**
 * The steps from an empty database to the present tables, in the order of their names. One that
 * has been published is never changed; what is needed later is another step.
 */
const MIGRATIONS: Record<string, Migration> = {
  '001-history': { up: createHistory },
  '002-overlay': { up: addOverlay },
  '003-alerts': { up: createAlerts },
  '004-recordings': { up: createRecordings },
  '005-share-links': { up: createShareLinks },
  '006-lead': { up: createLead },
};

/**
 * Brings a database to the present tables.
 *
 * @throws what the database says
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error !== undefined) throw error as Error;
}

/**
 * Names of the steps that a database still lacks, without taking them.
 *
 * @throws what the database says
 */
export async function pendingMigrations(db: Kysely<Tables>): Promise<string[]> {
  const migrations = await migratorOf(db).getMigrations();
  return migrations.filter(({ executedAt }) => !executedAt).map(({ name }) => name);
}

function migratorOf(db: Kysely<Tables>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
}

async function createHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('broadcast')
    .addColumn('log', 'bigint', (column) => column.primaryKey())
    .addColumn('id', 'varchar(64)', (column) => column.unique())
    .execute();

  await db.schema
    .createTable('crowd_event')
    .addColumn('log', 'bigint', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('region_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('kind', 'smallint', (column) => column.notNull())
    .addColumn('level', 'smallint', (column) => column.notNull())
    .addColumn('previous_level', 'smallint')
    .addColumn('compass', 'smallint')
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('crowd_event_key', ['log', 'sequence'])
    .execute();
  // Every condition of a filter is answered by reading one of these from where the page begins.
  for (const [name, columns] of [
    ['crowd_event_time', ['log', 'at', 'sequence']],
    ['crowd_event_level', ['log', 'kind', 'level', 'sequence']],
    ['crowd_event_region', ['log', 'region_id', 'kind', 'level', 'sequence']],
  ] as const) {
    await db.schema
      .createIndex(name)
      .on('crowd_event')
      .columns([...columns])
      .execute();
  }

  await db.schema
    .createTable('region_revision')
    .addColumn('log', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('region_revision_key', ['log', 'revision'])
    .execute();

  for (const table of ['series_second', 'series_minute']) {
    const numbers = [
      'occupancy_sum',
      'occupancy_min',
      'occupancy_max',
      'fluidity_sum',
      'direction_x',
      'direction_y',
      'seconds_none',
      'seconds_min',
      'seconds_med',
      'seconds_max',
    ];
    let create = db.schema
      .createTable(table)
      .addColumn('log', 'bigint', (column) => column.notNull())
      .addColumn('region_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('start', 'bigint', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('fluidity_count', 'integer', (column) => column.notNull())
      .addColumn('fluidity_min', 'double precision')
      .addColumn('fluidity_max', 'double precision');
    for (const name of numbers) {
      create = create.addColumn(name, 'double precision', (column) => column.notNull());
    }
    await create.addPrimaryKeyConstraint(`${table}_key`, ['log', 'region_id', 'start']).execute();
    // For deleting, and for adding seconds up to minutes: both go by time.
    await db.schema.createIndex(`${table}_time`).on(table).columns(['log', 'start']).execute();
  }
}

async function addOverlay(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('broadcast').addColumn('overlay', 'varchar(16)').execute();
}

async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_rule')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('log', 'bigint', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('alert_rule_log').on('alert_rule').column('log').execute();

  await db.schema
    .createTable('alert')
    .addColumn('number', 'bigint', (column) => column.primaryKey())
    .addColumn('log', 'bigint', (column) => column.notNull())
    .addColumn('region_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('changed', 'bigint', (column) => column.notNull().unique())
    .addColumn('open', 'smallint', (column) => column.notNull())
    .addColumn('acknowledged', 'smallint', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .execute();
  for (const [name, columns] of [
    ['alert_log', ['log', 'number']],
    ['alert_open', ['open', 'number']],
  ] as const) {
    await db.schema
      .createIndex(name)
      .on('alert')
      .columns([...columns])
      .execute();
  }

  await db.schema
    .createTable('webhook')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('broadcast_id', 'varchar(64)')
    .addColumn('enabled', 'smallint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('webhook_delivery')
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('webhook_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('type', 'varchar(32)', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'smallint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('tried_at', 'bigint')
    .addColumn('next_at', 'bigint')
    .addColumn('status', 'integer')
    .addColumn('problem', 'text')
    .addPrimaryKeyConstraint('webhook_delivery_key', ['number', 'webhook_id'])
    .execute();
  await db.schema
    .createIndex('webhook_delivery_next')
    .on('webhook_delivery')
    .columns(['state', 'next_at'])
    .execute();
}

async function createRecordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recording')
    .addColumn('id', 'varchar(100)', (column) => column.primaryKey())
    .addColumn('broadcast_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('ending', 'varchar(32)')
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('length_ms', 'bigint')
    .execute();
}

async function createShareLinks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('share_link')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .addColumn('role', 'varchar(16)', (column) => column.notNull())
    .addColumn('broadcast_id', 'varchar(64)')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function createLead(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lead')
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .execute();
  await sql`INSERT INTO lead (fence) VALUES (0)`.execute(db);
}
