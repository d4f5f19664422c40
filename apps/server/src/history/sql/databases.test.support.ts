import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { HistoryStore } from '../HistoryStore.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';
import { postgresBinaries, startPostgres } from './temporaryPostgres.test.support.js';

/** An empty database of a test. */
export interface Database {
  open(): Promise<HistoryStore>;
  close(): Promise<void>;
}

async function sqlite(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-history-'));
  return {
    open: () => openSqlite(join(folder, 'data', 'crowdlens.db')),
    close: () => rm(folder, { recursive: true }),
  };
}

async function postgres(): Promise<Database> {
  const server = await startPostgres(postgresBinaries()!);
  return {
    open: () => openPostgres(server.url, pino({ level: 'silent' })),
    close: () => server.close(),
  };
}

/** Those that the history can be in, and whether they are on this machine. */
export const DATABASES = [
  { name: 'SQLite', start: sqlite, there: true },
  { name: 'PostgreSQL', start: postgres, there: postgresBinaries() !== undefined },
];
