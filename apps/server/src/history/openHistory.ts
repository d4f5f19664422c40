import { join } from 'node:path';
import type { Logger } from 'pino';
import type { HistoryStore } from './HistoryStore.js';
import { openPostgres } from './sql/postgres.js';
import { openInWorker } from './worker/openInWorker.js';

/** Where the history is. */
export interface HistoryPlace {
  /** PostgreSQL; undefined for the SQLite file `crowdlens.db` in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

/** @throws whatever the database says when it cannot be used */
export function openHistory(place: HistoryPlace, log: Logger): Promise<HistoryStore> {
  return place.databaseUrl === undefined
    ? openInWorker(join(place.dataDir, 'crowdlens.db'))
    : openPostgres(place.databaseUrl, log);
}
