import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import Database from 'libsql';
import { LibsqlDialect } from './LibsqlDialect.js';
import { SqlStore } from './SqlStore.js';

/**
 * The history in an SQLite file. Every call blocks its thread for a moment.
 *
 * @param file - made, with its folder, when it is not there
 */
export async function openSqlite(file: string): Promise<SqlStore> {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  // With a write-ahead log, what has been committed is in the hands of the operating system: it
  // survives the end of this process, however sudden. NORMAL leaves out the fsync of each commit,
  // so a loss of power can cost the last moments, but never the file.
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA cache_size = -16384');
  return SqlStore.open(new Kysely({ dialect: new LibsqlDialect(database) }));
}
