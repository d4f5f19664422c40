import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { Pool } from 'pg';
import type { HistoryPlace } from './openHistory.js';
import { pendingMigrations } from './sql/migrations.js';
import type { Tables } from './sql/tables.js';

const TIMEOUT_MS = 5000;

/** What a database of the history is, before anybody has changed it. */
export interface HistoryReport {
  /** Its name and version: `PostgreSQL 15.14`. */
  readonly product: string;
  /** Whether it has no tables yet. */
  readonly isNew: boolean;
  /** What the next start will do to its tables. */
  readonly pendingMigrations: readonly string[];
}

/**
 * Looks at the database of the history, and whether it can be written to, without changing it.
 *
 * @throws what the database says
 */
export async function inspectHistory({
  databaseUrl,
  dataDir,
}: HistoryPlace): Promise<HistoryReport> {
  if (databaseUrl !== undefined) return inspectPostgres(databaseUrl);
  const file = join(dataDir, 'crowdlens.db');
  if (existsSync(file)) return inspectSqlite(file);
  return { product: `SQLite, ${file}`, isNew: true, pendingMigrations: [] };
}

async function inspectSqlite(file: string): Promise<HistoryReport> {
  const database = new Database(file, { timeout: TIMEOUT_MS });
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  try {
    // Takes the right to write, and gives it back.
    database.exec('BEGIN IMMEDIATE');
    database.exec('ROLLBACK');
    return {
      product: `SQLite, ${file}`,
      isNew: false,
      pendingMigrations: await pendingMigrations(db),
    };
  } finally {
    await db.destroy();
  }
}

async function inspectPostgres(url: string): Promise<HistoryReport> {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // The query that uses the connection says it, too.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const { rows } = await sql<PostgresState>`
      SELECT current_setting('server_version') AS version,
             current_setting('transaction_read_only') = 'on' AS "isReadOnly",
             coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate"
    `.execute(db);
    const { version, isReadOnly, mayCreate } = rows[0]!;
    if (isReadOnly) throw new Error('it is read-only, perhaps a replica');
    const pending = await pendingMigrations(db);
    if (pending.length > 0 && !mayCreate) {
      throw new Error(
        'tables must be made, and this user may not make any (GRANT CREATE ON SCHEMA)',
      );
    }
    const tables = await db.introspection.getTables();
    return {
      product: `PostgreSQL ${version}`,
      isNew: tables.every(({ name }) => name !== 'broadcast'),
      pendingMigrations: pending,
    };
  } finally {
    await db.destroy();
  }
}

interface PostgresState {
  readonly version: string;
  readonly isReadOnly: boolean;
  readonly mayCreate: boolean;
}
