// The history in SQLite at the size of years: how fast it is written and read.
//   node bench/history.mjs [--events=10000000] [--days=30]
// Prints one JSON object. Times are what a caller waits, the way to the thread of the database and
// back included; CPU is this process's, all threads.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openInWorker } from '../apps/server/dist/history/worker/openInWorker.js';
import { eventPage } from '../apps/server/dist/events/eventPage.js';
import { encodeCursor } from '../apps/server/dist/events/cursor.js';
import { series } from '../apps/server/dist/history/seriesQueries.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '30' },
  },
});
const events = Number(values.events);
const days = Number(values.days);
const BATCH = 5000;
const REGIONS = 8;
const DAY = 86_400;
const LEVELS = ['NONE', 'MIN', 'MED', 'MAX'];
const name = { broadcastId: 'main', log: 4711 };
const start = Date.parse('2026-01-01T00:00:00Z');
const end = start + days * DAY * 1000;

const folder = await mkdtemp(join(tmpdir(), 'crowdlens-bench-'));
const file = join(folder, 'bench.db');
const store = await openInWorker(file);

// Kinds and levels as they come in life: few MAX, few directions, one quiet region.
function event(sequence) {
  const dice = (sequence * 2_654_435_761) % 1000;
  const facts = {
    id: '',
    broadcastId: 'main',
    regionId: dice === 7 ? 'quiet' : `region-${sequence % REGIONS}`,
    sequence,
    at: new Date(start + Math.floor(((end - start) * sequence) / events)),
    revision: 1,
  };
  if (dice < 20) return { ...facts, typeName: 'DirectionEvent', angle: 90, compass: 'E' };
  return {
    ...facts,
    typeName: dice % 3 === 0 ? 'FluidityEvent' : 'OccupancyEvent',
    percentage: dice / 10,
    level: LEVELS[dice > 990 ? 3 : dice % 3],
    previousLevel: 'NONE',
  };
}

async function writeEvents() {
  for (let first = 1; first <= events; first += BATCH) {
    const count = Math.min(BATCH, events - first + 1);
    const batch = Array.from({ length: count }, (_, i) => ({
      log: name.log,
      event: event(first + i),
    }));
    await store.write({ logs: [name], events: batch, seconds: [] });
  }
}

async function writeSeries() {
  for (let first = 0; first < days * DAY; first += BATCH) {
    const seconds = Array.from({ length: Math.min(BATCH, days * DAY - first) }, (_, i) => ({
      log: name.log,
      second: {
        regionId: 'region-0',
        start: start / 1000 + first + i,
        count: 5,
        occupancySum: 5 * ((first + i) % 100),
        occupancyMin: 0,
        occupancyMax: 100,
        fluidityCount: 5,
        fluiditySum: 100,
        fluidityMin: 0,
        fluidityMax: 100,
        directionX: 1,
        directionY: 0,
        secondsNone: 0.2,
        secondsMin: 0.3,
        secondsMed: 0.5,
        secondsMax: 0,
      },
    }));
    await store.write({ logs: [name], events: [], seconds });
  }
}

async function timed(work) {
  const before = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - before) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** Asks `ask(n)` 100 times and says how long that took. */
async function latencies(ask) {
  const times = [];
  for (let n = 0; n < 100; n += 1) {
    const before = performance.now();
    await ask(n);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  return { p50: round(times[50]), p95: round(times[95]), max: round(times[99]) };
}

const round = (value) => Number(value.toFixed(1));
const somewhere = (n) =>
  encodeCursor({ log: name.log, sequence: Math.floor((events * ((n * 37) % 100)) / 100) });
const page = (filter) => (n) =>
  eventPage(store, name, {
    broadcastId: 'main',
    filter,
    ...(n % 2 === 0 ? { first: 50, after: somewhere(n) } : { last: 50, before: somewhere(n) }),
  });
const dayAt = (n) => new Date(start + (n % days) * DAY * 1000);
const dayAfter = (n) => new Date(dayAt(n).getTime() + DAY * 1000);

const writing = await timed(writeEvents);
const seriesWriting = await timed(writeSeries);
const result = {
  benchmark: 'history',
  node: process.version,
  events,
  fileMb: Math.round((await stat(file)).size / 1e6),
  eventsWrittenPerSecond: Math.round(events / writing.seconds),
  cpuUsPerEventWritten: round((writing.cpuSeconds * 1e6) / events),
  secondsOfSeriesWrittenPerSecond: Math.round((days * DAY) / seriesWriting.seconds),
  pageMs: {
    noFilter: await latencies(page(null)),
    region: await latencies(page({ regionIds: ['region-3'] })),
    regionsAndLevel: await latencies(
      page({ regionIds: ['region-1', 'region-2', 'quiet'], minLevel: 'MAX' }),
    ),
    rareRegion: await latencies(page({ regionIds: ['quiet'], kinds: ['FLUIDITY'] })),
    directions: await latencies(page({ kinds: ['DIRECTION'] })),
    nothingFound: await latencies(page({ regionIds: ['nowhere'] })),
    oneDay: await latencies((n) =>
      page({ from: dayAt(n), to: dayAfter(n), minLevel: 'MED', kinds: ['OCCUPANCY'] })(n),
    ),
  },
  daySeriesMs: {
    minutes: await latencies((n) => day(n, 60)),
    fiveMinutes: await latencies((n) => day(n, 300)),
    hours: await latencies((n) => day(n, 3600)),
  },
  monthSeriesMs: await latencies(() =>
    series(store, name.log, {
      regionId: 'region-0',
      from: new Date(start),
      to: new Date(end),
      bucketSeconds: 3600,
    }),
  ),
};
console.log(JSON.stringify(result, undefined, 2));
await store.close();
await rm(folder, { recursive: true });

function day(n, bucketSeconds) {
  return series(store, name.log, {
    regionId: 'region-0',
    from: dayAt(n),
    to: dayAfter(n),
    bucketSeconds,
  });
}
