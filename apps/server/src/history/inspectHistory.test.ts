import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectHistory } from './inspectHistory.js';
import { openPostgres } from './sql/postgres.js';
import { openSqlite } from './sql/sqlite.js';
import { postgresBinaries, startPostgres } from './sql/temporaryPostgres.test.support.js';
import type { TemporaryPostgres } from './sql/temporaryPostgres.test.support.js';

const log = pino({ level: 'silent' });
const binaries = postgresBinaries();

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-inspect-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('an SQLite file is looked at before and after it is made', async () => {
  const place = { databaseUrl: undefined, dataDir };
  expect(await inspectHistory(place)).toMatchObject({ isNew: true });
  await (await openSqlite(join(dataDir, 'crowdlens.db'))).close();
  expect(await inspectHistory(place)).toMatchObject({ isNew: false, pendingMigrations: [] });
});

describe.runIf(binaries !== undefined)('a PostgreSQL database', () => {
  let postgres: TemporaryPostgres;
  let place: { databaseUrl: string; dataDir: string };
  beforeAll(async () => {
    postgres = await startPostgres(binaries!);
    place = { databaseUrl: postgres.url, dataDir };
  }, 60_000);
  afterAll(() => postgres.close());

  async function execute(statement: string): Promise<void> {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  test('is looked at before its tables are made, when one change is missing, and when all are there', async () => {
    const before = await inspectHistory(place);
    expect(before.product).toMatch(/^PostgreSQL \d+/);
    expect(before.isNew).toBe(true);
    await (await openPostgres(postgres.url, log)).close();
    expect(await inspectHistory(place)).toMatchObject({ isNew: false, pendingMigrations: [] });
    const newest = before.pendingMigrations.at(-1)!;
    await execute(`DELETE FROM kysely_migration WHERE name = '${newest}'`);
    expect((await inspectHistory(place)).pendingMigrations).toEqual([newest]);
  });

  test('that is read-only is refused', async () => {
    await execute('ALTER DATABASE postgres SET default_transaction_read_only = on');
    await expect(inspectHistory(place)).rejects.toThrow('read-only');
  });
});
