// What it costs a whole server to be watched: two of them under the same load at the same time, of which
// one sends traces and is asked for its metrics every second; each interval makes a pair.
//   node bench/overhead.mjs [--pairs=24] [--seconds=8] [--rounds=4] [--viewers=5] [--by=metrics,traces] [--every=1]
// Both are started anew for each round, since processes differ by themselves.
// Prints one JSON object. CPU is that of a server and its children (Linux).
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { usage } from './mediaServer.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '24' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '4' },
    viewers: { type: 'string', default: '5' },
    by: { type: 'string', default: 'metrics,traces' },
    every: { type: 'string', default: '1' },
  },
});
const [pairs, seconds, rounds] = [values.pairs, values.seconds, values.rounds].map(Number);
const SETTLE_MS = 5000;
const SCRAPE_MS = Number(values.every) * 1000;
/** Questions of each server's pages. */
const QUERY_MS = 100;
const EDIT_MS = 2000;
const MAIN = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/server')));

/** A collector that counts what it gets. */
const received = { exports: 0, bytes: 0, scrapes: 0, failed: 0 };
const collector = createServer((request, response) => {
  request.on('data', (chunk) => (received.bytes += chunk.length));
  request.on('end', () => {
    received.exports += 1;
    response.end('{}');
  });
}).listen(0, '127.0.0.1');
await once(collector, 'listening');

const found = [];
for (let round = 0; round < rounds; round++) found.push(...(await measure(pairs / rounds)));
collector.close();
collector.closeAllConnections();

const overheads = found.map(({ watched, alone }) => watched / alone - 1).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    benchmark: 'overhead',
    pairs: overheads.length,
    seconds,
    viewers: Number(values.viewers),
    by: values.by,
    scrapedEverySeconds: SCRAPE_MS / 1000,
    coresAlone: rounded(median(found.map(({ alone }) => alone / seconds))),
    coresWatched: rounded(median(found.map(({ watched }) => watched / seconds))),
    overheadPercent: percent(median(overheads)),
    // Between these order statistics the median lies with 95 % (binomial distribution).
    interval95Percent: intervalOfMedian(overheads).map(percent),
    received,
    node: process.version,
  }),
);

/** CPU seconds of both servers in each of `count` intervals. */
async function measure(count) {
  const endpoint = `http://127.0.0.1:${collector.address().port}`;
  const plain = await startServer({});
  const observed = await startServer(
    isBy('traces') ? { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } : {},
  );
  const timers = [...load(plain), ...load(observed)];
  if (isBy('metrics')) timers.push(setInterval(() => attempt(scrape(observed)), SCRAPE_MS));
  await sleep(SETTLE_MS);
  const intervals = [];
  for (let index = 0; index < count; index++) {
    const before = [plain, observed].map(({ pid }) => usage(pid).cpuSeconds);
    await sleep(seconds * 1000);
    const after = [plain, observed].map(({ pid }) => usage(pid).cpuSeconds);
    intervals.push({ alone: after[0] - before[0], watched: after[1] - before[1] });
  }
  timers.forEach(clearInterval);
  await Promise.all([plain.close(), observed.close()]);
  return intervals;
}

function isBy(means) {
  return values.by.split(',').includes(means);
}

async function scrape({ url }) {
  await (await fetch(`${url}/metrics`)).text();
  received.scrapes += 1;
}

/** What is under way when a round ends fails; what else fails is told by the figures. */
function attempt(asking) {
  asking.catch(() => (received.failed += 1));
}

/** With a presenter and viewers. */
async function startServer(settings) {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-overhead-'));
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = line.replace('Crowdlens is ready: ', '');
  const program = new URL('audience.mjs', import.meta.url);
  const audience = fork(program, [`--url=${url}`, `--viewers=${values.viewers}`, '--presents']);
  for (const ask of ['joined', 'playing']) {
    audience.send({ id: 0, ask });
    await once(audience, 'message');
  }
  return {
    pid: child.pid,
    url,
    close: async () => {
      audience.disconnect();
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What pages ask, and an operator who edits. */
function load({ url }) {
  const ask = (query) =>
    attempt(
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query }),
      }).then((response) => response.text()),
    );
  let edits = 0;
  const edit = () => {
    const occupancyLevelMin = 10 + (++edits % 5);
    ask(
      `mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: ${occupancyLevelMin} } }) { id } }`,
    );
  };
  return [
    setInterval(() => ask('{ broadcasts { id state viewerCount } }'), QUERY_MS),
    setInterval(edit, EDIT_MS),
  ];
}

/** @param {number[]} sorted */
function intervalOfMedian(sorted) {
  const { length } = sorted;
  const rank = Math.max(0, Math.floor(length / 2 - 0.98 * Math.sqrt(length)));
  return [sorted[rank], sorted[length - 1 - rank]];
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

function percent(share) {
  return rounded(share * 100);
}

function rounded(value) {
  return Math.round(value * 100) / 100;
}
