// Crowd events through Redis: two servers with listeners each, one of which (it leads) is restarted half-way.
//   npm run bench:cluster -- [--listeners=250] [--events=2000]
// Prints one JSON object: how long from an event to a listener, before the restart and from then on, and whether each
// got each event once. What happened while a listener's server was away is told when it is back, and stands apart
// (`missedMs`).
// Wants PostgreSQL and Redis on this machine.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CrowdlensClient } from '@crowdlens/client';
import {
  postgresBinaries,
  startPostgres,
} from '../apps/server/dist/history/sql/temporaryPostgres.test.support.js';
// Where the tests' own programs are compiled to.
import { startRedis } from '../node_modules/.cache/tests/apps-server-test/support/temporaryRedis.js';
import { WebSocket } from 'ws';
import { startMediaServer } from './mediaServer.mjs';

const { values } = parseArgs({
  options: {
    listeners: { type: 'string', default: '250' },
    events: { type: 'string', default: '2000' },
  },
});
const [listeners, events] = [values.listeners, values.events].map(Number);
const PATIENCE_MS = 300_000;
const MAIN = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/server')));
const STRIPS = 6;
/** Nearly every change in a strip is an event. */
const REGIONS = Array.from({ length: STRIPS }, (_, index) => ({
  id: `strip-${index}`,
  points: [
    { x: index / STRIPS, y: 0 },
    { x: (index + 1) / STRIPS, y: 0 },
    { x: (index + 1) / STRIPS, y: 1 },
    { x: index / STRIPS, y: 1 },
  ],
  config: {
    occupancyLevelMin: 1,
    occupancyLevelMed: 3,
    occupancyLevelMax: 6,
    occupancyNumFramesToEvent: 1,
    fluidityLevelMin: 10,
    fluidityLevelMed: 40,
    fluidityLevelMax: 70,
    fluidityNumFramesToEvent: 1,
    sendOpticalFlowEvent: true,
    opticalFlowNumFramesToEvent: 1,
    opticalFlowNumFramesToReset: 1,
  },
}));
const PLAY = `mutation ($regions: [RegionOfInterestInput!]!) {
  setRegionsOfInterest(input: { regions: $regions }) { revision }
  play(input: { uri: "demo:crowd?width=320&height=240" }) { id }
}`;

/** Ends what was begun, the last first. */
const endings = [];
const { results, seconds } = await measure().finally(async () => {
  for (const end of endings.reverse()) await end();
});
const latencies = (when) => results.flatMap((result) => result.latencies[when]);
console.log(
  JSON.stringify({
    benchmark: 'cluster',
    servers: results.length,
    listenersOfEach: listeners,
    events,
    seconds: Math.round(seconds),
    lost: sum(results.map(({ lost }) => lost)),
    doubled: sum(results.map(({ doubled }) => doubled)),
    beforeMs: percentiles(latencies('before')),
    afterMs: percentiles(latencies('after')),
    liveMs: percentiles([...latencies('before'), ...latencies('after')]),
    missedMs: percentiles(latencies('missed')),
    node: process.version,
  }),
);

async function measure() {
  const shared = {
    folder: await mkdtemp(join(tmpdir(), 'crowdlens-cluster-')),
    postgres: await begun(startPostgres(postgresBinaries())),
    redis: await begun(startRedis()),
    media: await begun(startMediaServer()),
  };
  endings.unshift(() => rm(shared.folder, { recursive: true, force: true }));
  // The first one leads.
  const first = await begun(startServer(shared));
  const second = await begun(startServer(shared));
  const client = new CrowdlensClient({ url: second.url, webSocket: WebSocket });
  const { cursor } = await client.request('{ cursor: eventCursor }');
  const groups = [];
  for (const { url } of [first, second]) groups.push(await startListeners(url, cursor));
  await client.request(PLAY, { regions: REGIONS });
  const began = performance.now();
  await Promise.race(groups.map(({ half }) => half));
  await first.close();
  await begun(startServer(shared, new URL(first.url).port));
  const patience = setTimeout(() => groups.forEach(({ giveUp }) => giveUp()), PATIENCE_MS);
  const results = await Promise.all(groups.map(({ result }) => result));
  clearTimeout(patience);
  return { results, seconds: (performance.now() - began) / 1000 };
}

async function begun(starting) {
  const started = await starting;
  endings.push(() => started.close());
  return started;
}

async function startServer({ folder, postgres, redis, media }, port = '0') {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: port,
      DATA_DIR: folder,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      KURENTO_URL: media.url,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await orEnded(ended, once(createInterface({ input: child.stdout }), 'line'));
  return {
    url: line.replace('Crowdlens is ready: ', ''),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** `half` resolves when one has heard half of the events, `result` when all have heard all, or it was given up. */
async function startListeners(url, cursor) {
  const program = new URL('cluster-clients.mjs', import.meta.url);
  const child = fork(program, [url, listeners, events, cursor].map(String));
  endings.push(() => child.disconnect());
  const ended = once(child, 'exit');
  const message = (isWanted) =>
    orEnded(
      ended,
      new Promise((resolve) => {
        child.on('message', (message) => isWanted(message) && resolve(message));
      }),
    );
  const half = message((said) => said === 'half');
  const result = message((said) => typeof said === 'object');
  await message((said) => said === 'listening');
  return { half, result, giveUp: () => child.send('enough') };
}

async function orEnded(ended, wanted) {
  const early = ended.then(() => Promise.reject(new Error('A process has ended too early.')));
  return Promise.race([wanted, early]);
}

function percentiles(latencies) {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}
