import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrowdLevel } from '@crowdlens/schema';
import { DEFAULT_REGION_CONFIG } from '@crowdlens/schema/regions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dryRun } from './dryRun.js';
import type { HistoryStore, StoredSecond } from './HistoryStore.js';
import { SeriesRecorder } from './SeriesRecorder.js';
import { busiest, series } from './seriesQueries.js';
import { openSqlite } from './sql/sqlite.js';

const log = 7;
const START = Date.parse('2026-11-22T12:00:00Z');
const at = (seconds: number) => new Date(START + 1000 * seconds);

let folder: string;
let store: HistoryStore;

/** Ten minutes of a region: calm, then 40 s crowded from minute 2 on, and 5 s from minute 4 on. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-series-'));
  store = await openSqlite(join(folder, 'series.db'));
  const seconds: StoredSecond[] = [];
  const recorder = new SeriesRecorder((second) => seconds.push({ log, second }));
  for (let tenth = 0; tenth < 6000; tenth += 2) {
    const second = tenth / 10;
    const crowded = (second >= 120 && second < 160) || (second >= 240 && second < 245);
    recorder.add({
      broadcastId: 'main',
      at: new Date(START + 100 * tenth),
      regions: [
        {
          regionId: 'a',
          occupancy: crowded ? 50 : 5,
          occupancyLevel: crowded ? CrowdLevel.MED : CrowdLevel.NONE,
          fluidity: crowded ? 80 : null,
          fluidityLevel: CrowdLevel.NONE,
          direction: second < 60 ? 350 : second < 120 ? (second % 2 < 1 ? 90 : 270) : null,
          compass: null,
        },
      ],
    });
  }
  recorder.end();
  await store.write({ logs: [{ broadcastId: 'main', log }], events: [], seconds });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const ask = (fields: object = {}) =>
  series(store, log, { regionId: 'a', from: at(0), to: at(600), bucketSeconds: 60, ...fields });

test('means, bounds and shares of the levels', async () => {
  const minutes = await ask();
  expect(minutes).toHaveLength(10);
  expect(minutes[2]).toEqual({
    regionId: 'a',
    at: at(120),
    measurements: 300,
    occupancy: { mean: 35, min: 5, max: 50 },
    fluidity: { mean: 80, min: 80, max: 80 },
    direction: null,
    levels: { none: expect.closeTo(1 / 3), min: 0, med: expect.closeTo(2 / 3), max: 0 },
  });
  expect(minutes[3]!.fluidity).toBeNull();
});

test('directions are averaged on the circle; opposite ones give none', async () => {
  const minutes = await ask();
  expect(minutes[0]!.direction).toBeCloseTo(350);
  expect(minutes[1]!.direction).toBeNull();
});

test('a bucket that is only begun is given whole', async () => {
  const [first, ...others] = await ask({ from: at(130), to: at(140) });
  expect(first).toMatchObject({ at: at(120), measurements: 300 });
  expect(others).toEqual([]);
});

test('the busiest come first', async () => {
  const query = { from: at(0), to: at(600), bucketSeconds: 60, first: 2 };
  const found = await busiest(store, log, query);
  expect(found.map((bucket) => bucket.at)).toEqual([at(120), at(240)]);
});

test.each([
  [{ bucketSeconds: 0 }, 'bucket: must be from 1 to 604800 seconds, not 0'],
  [{ bucketSeconds: 1, to: at(2001) }, 'at most 2000 buckets may be asked for, not 2001'],
  [{ from: at(600) }, 'from: must be before to'],
])('refused: %j', async (fields, message) => {
  await expect(ask(fields)).rejects.toThrow(message);
});

test.each([
  [{ bucketSeconds: 90 }, 'bucket: must be whole minutes, not 90'],
  [{ first: 101 }, 'first: must be from 1 to 100, not 101'],
  [{ to: at(400 * 86_400) }, 'to: must be at most 366 days behind from'],
])('the busiest are refused: %j', async (fields, message) => {
  const query = { from: at(0), to: at(600), bucketSeconds: 60, first: 2, ...fields };
  await expect(busiest(store, log, query)).rejects.toThrow(message);
});

describe('a dry run', () => {
  const present = DEFAULT_REGION_CONFIG;
  const run = (changes: object, span = { from: at(0), to: at(600) }) =>
    dryRun(store, log, { regionId: 'a', ...span, present, tried: { ...present, ...changes } });

  test('counts the events of other thresholds, and of the present ones', async () => {
    const { measuredSeconds, occupancy, presentOccupancy, fluidity } = await run({
      occupancyLevelMed: 55,
      occupancyLevelMin: 4,
    });
    expect(measuredSeconds).toBe(600);
    // MED is at 35 now: up and down, twice.
    expect(presentOccupancy).toEqual({ events: 4, none: 2, min: 0, med: 2, max: 0 });
    // Always above 4, never above 55.
    expect(occupancy).toEqual({ events: 1, none: 0, min: 1, med: 0, max: 0 });
    expect(fluidity).toEqual({ events: 4, none: 2, min: 0, med: 0, max: 2 });
  });

  test('what must last longer does not count when it does not', async () => {
    const { occupancy } = await run({ occupancyNumFramesToEvent: 250 });
    expect(occupancy).toEqual({ events: 2, none: 1, min: 0, med: 1, max: 0 });
  });

  test('takes at most seven days', async () => {
    await expect(run({}, { from: at(0), to: at(8 * 86_400) })).rejects.toThrow('at most 7 days');
  });
});
