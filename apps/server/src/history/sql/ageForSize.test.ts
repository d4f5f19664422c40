import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrowdLevel } from '@crowdlens/schema';
import type { CrowdEvent } from '@crowdlens/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryStore } from '../HistoryStore.js';
import { openSqlite } from './sqlite.js';

const HOUR_MS = 3600 * 1000;
const FOREVER = { days: 36_500, secondsDays: 36_500, maxEvents: 1e9 };
const NAME = { broadcastId: 'main', log: 1 };
const COUNT = 20_000;

let folder: string;
let store: HistoryStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-size-'));
  store = await openSqlite(join(folder, 'log.db'));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Event n happens n minutes after 1970. */
const event = (sequence: number): CrowdEvent =>
  ({
    typeName: 'OccupancyEvent',
    id: '',
    broadcastId: 'main',
    regionId: 'all',
    sequence,
    at: new Date(sequence * 60_000),
    revision: 1,
    percentage: 50,
    level: CrowdLevel.MED,
    previousLevel: CrowdLevel.NONE,
  }) as CrowdEvent;

async function trimAll(maxBytes: number, now: number): Promise<void> {
  let rounds = 0;
  while (await store.trim({ ...FOREVER, maxBytes }, now)) {
    rounds += 1;
    expect(rounds).toBeLessThan(1000);
  }
}

test('a file that is too large loses the oldest, and no more than it must', async () => {
  const events = Array.from({ length: COUNT }, (_, i) => ({ log: 1, event: event(i + 1) }));
  await store.write({ logs: [NAME], events, seconds: [] });
  const now = COUNT * 60_000;
  await trimAll(1e9, now);
  expect(await store.oldestEvent(1)).toBe(1);
  await trimAll(1_000_000, now);
  const oldest = (await store.oldestEvent(1))!;
  // All of them come to about 2.5 MB.
  expect(oldest).toBeGreaterThan(COUNT / 3);
  expect(oldest).toBeLessThan((4 * COUNT) / 5);
  // The last hour stays, however much it is.
  await trimAll(1, now);
  expect((await store.oldestEvent(1))! * 60_000).toBeGreaterThanOrEqual(now - 2 * HOUR_MS);
  expect(await store.oldestEvent(1)).toBeLessThanOrEqual(COUNT - 59);
}, 60_000);
