import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrowdLevel } from '@crowdlens/schema';
import type { CrowdEvent } from '@crowdlens/schema';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HistoryError } from './HistoryStore.js';
import type { HistoryBatch, HistoryStore } from './HistoryStore.js';
import { HistoryWriter } from './HistoryWriter.js';
import { openSqlite } from './sql/sqlite.js';

const name = { broadcastId: 'main', log: 1 };
const log = pino({ level: 'silent' });

let folder: string;
let store: HistoryStore;
/** The batches that the store was given. */
let batches: HistoryBatch[];
/** Writes that fail from now on. */
let failures: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-writer-'));
  store = await openSqlite(join(folder, 'log.db'));
  batches = [];
  failures = 0;
  // A real database that is away now and then.
  const write = store.write.bind(store);
  store.write = async (batch) => {
    batches.push(batch);
    failures -= 1;
    if (failures >= 0) throw new HistoryError('away');
    await write(batch);
  };
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const event = (sequence: number): CrowdEvent =>
  ({
    typeName: 'OccupancyEvent',
    id: '',
    broadcastId: 'main',
    regionId: 'all',
    sequence,
    at: new Date(sequence),
    revision: 1,
    percentage: 50,
    level: CrowdLevel.MED,
    previousLevel: CrowdLevel.NONE,
  }) as CrowdEvent;

function add(writer: HistoryWriter, first: number, last: number, stored: number[]): void {
  for (let n = first; n <= last; n += 1) writer.addEvent(name, event(n), () => stored.push(n));
}

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

async function written(): Promise<number[]> {
  const events = await store.events(name, {}, { after: 0, limit: 100_000 });
  return events.map(({ sequence }) => sequence);
}

test('what comes while a batch is written goes with the next one', async () => {
  const writer = new HistoryWriter(store, log);
  const stored: number[] = [];
  add(writer, 1, 3, stored);
  expect(stored).toEqual([]);
  await Promise.resolve();
  await Promise.resolve();
  add(writer, 4, 10, stored);
  await writer.idle();
  expect(batches.map(({ events }) => events.length)).toEqual([3, 7]);
  expect(stored).toEqual(numbers(1, 10));
  expect(await written()).toEqual(numbers(1, 10));
  await writer.close();
});

test('a database that is away costs nothing: it is tried again, in order', async () => {
  const lines: string[] = [];
  const writer = new HistoryWriter(store, pino({}, { write: (line) => void lines.push(line) }));
  const stored: number[] = [];
  failures = 2;
  add(writer, 1, 2, stored);
  await writer.idle();
  expect(batches).toHaveLength(3);
  expect(stored).toEqual([1, 2]);
  expect(await written()).toEqual([1, 2]);
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0]!)).toMatchObject({ waiting: 2, err: { message: 'away' } });
  await writer.close();
});

test('what is too much is lost, and counted; what waits is written', async () => {
  const writer = new HistoryWriter(store, log);
  const stored: number[] = [];
  add(writer, 1, 50_010, stored);
  expect(writer.lost).toBe(10);
  await writer.idle();
  expect(stored).toHaveLength(50_000);
  add(writer, 50_011, 50_011, stored);
  await writer.close();
  expect(stored.at(-1)).toBe(50_011);
  expect(writer.lost).toBe(10);
});

test('closing does not wait for a database that stays away, and says what is lost', async () => {
  const lines: string[] = [];
  const writer = new HistoryWriter(store, pino({}, { write: (line) => void lines.push(line) }));
  const stored: number[] = [];
  failures = Infinity;
  add(writer, 1, 7, stored);
  await writer.close();
  expect(stored).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ lost: 7, err: { message: 'away' } });
});
