// A whole server for a long time: viewers join and leave, the presenter comes back anew, regions are
// edited, and nothing may grow.
//   node bench/soak.mjs [--minutes=30] [--viewers=50]
// Prints one JSON object with the curve of memory, threads and open files of the server and its children (Linux).
import { fork, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processTree, usage } from './mediaServer.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    viewers: { type: 'string', default: '50' },
  },
});
const minutes = Number(values.minutes);
const maxViewers = Number(values.viewers);
const STEP_MS = 2000;
/** In steps: an edit and a sample every 10 s, a new presenter every minute. */
const STEPS_PER_SAMPLE = 5;
const STEPS_PER_PRESENTER = 30;
/** Viewers that are exchanged in a step. */
const EXCHANGED = Math.max(1, Math.round(maxViewers / 10));

const server = await startServer();
const clients = fork(new URL('fanout-clients.mjs', import.meta.url), { serialization: 'advanced' });
/** What the clients tell, as `ID WHAT`. */
const news = new EventEmitter();
clients.on('message', ({ id, ...message }) => {
  for (const [what, value] of Object.entries(message)) news.emit(`${id} ${what}`, value);
});

/** Addresses of the sessions of those who watch, by id. */
const watching = new Map();
const curve = [];
const counts = { joined: 0, left: 0, vanished: 0, refused: 0, edits: 0, presenters: 0 };
await newPresenter();
const startMs = performance.now();
for (let step = 0; performance.now() - startMs < minutes * 60_000; step++) {
  const stepEnds = sleep(STEP_MS);
  if (step > 0 && step % STEPS_PER_PRESENTER === 0) await newPresenter();
  await exchangeViewers();
  if (step % STEPS_PER_SAMPLE === 0) {
    await editRegions(step);
    curve.push(await sample());
  }
  await stepEnds;
}
for (const id of watching.keys()) await leave(id);
clients.send({ closeAll: true });

const used = curve.map(({ rssMiB }) => rssMiB);
const quarter = Math.ceil(used.length / 4);
const early = median(used.slice(quarter, 2 * quarter));
const late = median(used.slice(-quarter));
console.log(
  JSON.stringify({
    benchmark: 'soak',
    minutes,
    viewers: maxViewers,
    ...counts,
    errors: server.errors,
    memoryMiB: { early, late, growthPercent: Number(((late / early - 1) * 100).toFixed(1)) },
    curve,
    node: process.version,
  }),
);
clients.disconnect();
await server.close();

/** The oldest leave, half of them without a word, and new ones join. */
async function exchangeViewers() {
  const tooMany = Math.max(0, watching.size + EXCHANGED - maxViewers);
  for (const id of [...watching.keys()].slice(0, tooMany)) {
    await (counts.vanished < counts.left ? vanish(id) : leave(id));
  }
  const joining = Array.from({ length: EXCHANGED }, () =>
    enter(`viewer${counts.joined++}`, 'whep'),
  );
  for (const joined of await Promise.all(joining)) {
    if (joined) watching.set(joined.id, joined.address);
    else counts.refused++;
  }
}

async function leave(id) {
  await fetch(watching.get(id), { method: 'DELETE' });
  close(id);
  counts.left++;
}

/** The server is told nothing; it has to notice. */
function vanish(id) {
  close(id);
  counts.vanished++;
}

function close(id) {
  clients.send({ id, close: true });
  watching.delete(id);
}

async function newPresenter() {
  const before = counts.presenters++;
  clients.send({ id: `presenter${before}`, close: true });
  for (;;) {
    if (await enter(`presenter${counts.presenters}`, 'whip')) return;
    // Until the one before is known to be away, it is taken.
    clients.send({ id: `presenter${counts.presenters}`, close: true });
    await sleep(500);
  }
}

/** Publishes or watches by WHIP or WHEP; undefined when refused. */
async function enter(id, door) {
  const offered = once(news, `${id} offer`);
  clients.send({ id, connect: door === 'whip' ? 'publisher' : 'viewer' });
  const [body] = await offered;
  const headers = { 'Content-Type': 'application/sdp' };
  const response = await fetch(`${server.url}/${door}/main`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 201) {
    clients.send({ id, close: true });
    return undefined;
  }
  clients.send({ id, answer: text });
  return { id, address: new URL(response.headers.get('location'), server.url).href };
}

async function editRegions(step) {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0.5, y: 0.3 + 0.01 * (step % 60) },
  ];
  const query = `mutation ($regions: [RegionOfInterestInput!]!) {
    setRegionsOfInterest(input: { regions: $regions }) { revision } }`;
  const body = JSON.stringify({ query, variables: { regions: [{ id: 'soak', points }] } });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
  if (!(await response.json()).errors) counts.edits++;
}

async function sample() {
  const { rssMiB, threads } = usage(server.pid);
  let files = 0;
  for (const pid of processTree(server.pid)) {
    files += (await readdir(`/proc/${pid}/fd`).catch(() => [])).length;
  }
  const seconds = Math.round((performance.now() - startMs) / 1000);
  return { seconds, viewers: watching.size, rssMiB: Math.round(rssMiB), threads, files };
}

/** The whole server with data of its own, as `npm start` starts it after the build. */
async function startServer() {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-soak-'));
  const main = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/server')));
  const limits = { MAX_OPERATIONS_PER_SECOND: '1000', MAX_CONNECTIONS_PER_ADDRESS: '1000' };
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...limits, PORT: '0', LOG_LEVEL: 'info', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = [];
  const url = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('The server did not start')));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const ready = /^Crowdlens is ready: (\S+)/.exec(line)?.[1];
        if (ready) resolve(ready.replace(/\/$/, ''));
        // Levels of pino: error and fatal.
        if (/"level":(50|60)/.test(line)) errors.push(line);
      });
    }
  });
  return {
    url,
    errors,
    pid: child.pid,
    close: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
