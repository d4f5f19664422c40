import { join } from 'node:path';
import type { Logger } from 'pino';
import { ConfigError } from '../config.js';
import type { HistoryStore } from './HistoryStore.js';
import { openPostgres } from './sql/postgres.js';
import { openInWorker } from './worker/openInWorker.js';

/** Where the history is. */
export interface HistoryPlace {
  /** PostgreSQL; undefined for the SQLite file `crowdlens.db` in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

/** @throws ConfigError naming the setting when its database cannot be used */
export async function openHistory(
  { databaseUrl, dataDir }: HistoryPlace,
  log: Logger,
): Promise<HistoryStore> {
  try {
    return databaseUrl === undefined
      ? await openInWorker(join(dataDir, 'crowdlens.db'))
      : await openPostgres(databaseUrl, log);
  } catch (cause) {
    const setting = databaseUrl === undefined ? `DATA_DIR ${dataDir}` : 'DATABASE_URL';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${setting} cannot hold the history. ${reason}`, { cause });
  }
}
