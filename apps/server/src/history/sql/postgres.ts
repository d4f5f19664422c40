import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Logger } from 'pino';
import { SqlStore } from './SqlStore.js';

const MAX_CONNECTIONS = 4;
const TIMEOUT_MS = 15_000;
// pg gives 64-bit integers as text; all of ours are below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

/**
 * The history in a PostgreSQL database. Only one server writes into it at a time: events are numbered there.
 *
 * @param url - `postgres://user:password@host:port/database`
 */
export function openPostgres(url: string, log: Logger): Promise<SqlStore> {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: TIMEOUT_MS,
    statement_timeout: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A connection was cut, maybe between two queries of a transaction; the next query opens another one, or fails
  // and says so. Without a listener the error would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) =>
      log.warn({ err: error }, 'a connection to the database was lost'),
    ),
  );
  // The same again, of a connection that was idle.
  pool.on('error', () => undefined);
  return SqlStore.open(new Kysely({ dialect: new PostgresDialect({ pool }) }));
}
