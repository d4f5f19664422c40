// One broadcast, three media servers as edges, 80 viewers at each; beside it 80 viewers of a server alone. How many
// of their pictures come, and what a viewer costs here and there.
//   node bench/scale.mjs [--viewers=80] [--edges=3] [--seconds=10] [--rounds=3] [--kbps=400] [--fps=25]
//   node bench/scale.mjs --model=100000 [--ms=2] [--kbps=400] [--us=15] [--messages=7]
// Prints one JSON object. With --model it measures nothing: what is to be expected of so many viewers.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processTree, startMediaServer, usage } from './mediaServer.mjs';
import { model } from './scaleModel.mjs';

const { values } = parseArgs({
  options: {
    viewers: { type: 'string', default: '80' },
    edges: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    kbps: { type: 'string', default: '400' },
    fps: { type: 'string', default: '25' },
    model: { type: 'string' },
    ms: { type: 'string', default: '2' },
    us: { type: 'string', default: '15' },
    messages: { type: 'string', default: '7' },
  },
});
const viewers = Number(values.viewers);
const seconds = Number(values.seconds);
/** Both are measured with few viewers, too: the difference is what viewers cost, without what they share. */
const FEW = 8;
const SETTLE_MS = 5000;

if (values.model === undefined) await measure();
else {
  const measured = {
    edgeMsPerViewer: Number(values.ms),
    kbpsPerViewer: Number(values.kbps),
    usPerDelivery: Number(values.us),
    messagesPerSecond: Number(values.messages),
  };
  console.log(JSON.stringify(model(Number(values.model), measured), undefined, 2));
}

/** Alone and with edges in turn, so that other load of the machine meets both. */
async function measure() {
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    rounds.push({ alone: await added(alone), edge: await added(withEdges) });
  }
  const median = (read) => rounds.map(read).sort((a, b) => a - b)[rounds.length >> 1];
  console.log(
    JSON.stringify({
      benchmark: 'scale',
      cpuMsPerViewer: {
        alone: median(({ alone }) => alone.cpuMsPerViewer),
        edge: median(({ edge }) => edge.cpuMsPerViewer),
      },
      cpuUsPerFrame: {
        alone: median(({ alone }) => alone.cpuUsPerFrame),
        edge: median(({ edge }) => edge.cpuUsPerFrame),
      },
      framesPerSecondPerViewer: {
        alone: median(({ alone }) => alone.framesPerSecondPerViewer),
        edge: median(({ edge }) => edge.framesPerSecondPerViewer),
      },
      lostPackets: rounds.reduce((sum, { alone, edge }) => sum + alone.lost + edge.lost, 0),
      egressMbps: median(({ edge }) => edge.egressMbps),
      rounds,
      node: process.version,
    }),
  );
}

/** What many viewers get, and what each beyond the first few adds to the processor time, ms a second. */
async function added(serve) {
  const few = await serve(FEW);
  const many = await serve(viewers);
  const [more, added] = [many.viewers - few.viewers, many.cpuMs - few.cpuMs];
  return { ...many, cpuMsWithFew: few.cpuMs, cpuMsPerViewer: round(added / more) };
}

async function alone(count) {
  const server = await startServer({});
  const audience = await startAudience(server.url, count, true);
  const counted = await watch([audience], () => usage(server.mediaPids()[0]).cpuSeconds);
  audience.close();
  await server.close();
  return counted;
}

async function withEdges(count) {
  const start = () => startMediaServer(['--without-crowd-detector']);
  const edges = await Promise.all(Array.from({ length: Number(values.edges) }, start));
  const server = await startServer({ KURENTO_URL: edges.map(({ url }) => url).join(',') });
  const audiences = [await startAudience(server.url, count, true)];
  while (audiences.length < edges.length) {
    audiences.push(await startAudience(server.url, count, false));
  }
  const cpuSeconds = () => edges.reduce((sum, { pid }) => sum + usage(pid).cpuSeconds, 0);
  const counted = await watch(audiences, cpuSeconds);
  audiences.forEach((audience) => audience.close());
  await server.close();
  await Promise.all(edges.map((edge) => edge.close()));
  return counted;
}

/** What all got in some seconds, and what that cost, each second. */
async function watch(audiences, cpuSeconds) {
  await Promise.all(audiences.map((audience) => audience.ask('playing')));
  await sleep(SETTLE_MS);
  const count = async () =>
    (await Promise.all(audiences.map((audience) => audience.ask('count')))).flat();
  const [before, cpuBefore, startMs] = [await count(), cpuSeconds(), performance.now()];
  await sleep(seconds * 1000);
  const [after, cpuAfter] = [await count(), cpuSeconds()];
  const elapsed = (performance.now() - startMs) / 1000;
  const more = (key) =>
    after.reduce((sum, viewer, index) => sum + viewer[key] - before[index][key], 0);
  const cpuMs = ((cpuAfter - cpuBefore) * 1000) / elapsed;
  return {
    viewers: after.length,
    framesPerSecondPerViewer: round(more('frames') / elapsed / after.length),
    lost: more('lost'),
    egressMbps: round((more('bytes') * 8) / elapsed / 1e6),
    cpuMs: round(cpuMs),
    // Also where the machine does not carry all frames; what all viewers share is in it.
    cpuUsPerFrame: round((cpuMs * elapsed * 1000) / more('frames')),
  };
}

async function startAudience(url, count, presents) {
  const child = fork(new URL('audience.mjs', import.meta.url), [
    `--url=${url}`,
    `--viewers=${count}`,
    `--kbps=${values.kbps}`,
    `--fps=${values.fps}`,
    ...(presents ? ['--presents'] : []),
  ]);
  child.setMaxListeners(0);
  let lastId = 0;
  const ask = async (what) => {
    const id = ++lastId;
    child.send({ id, ask: what });
    for (;;) {
      const [message] = await once(child, 'message');
      if (message.id === id) return message.answer;
    }
  };
  await ask('joined');
  return { ask, close: () => child.disconnect() };
}

async function startServer(environment) {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-scale-'));
  const main = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/server')));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('The server did not start')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /^Crowdlens is ready: (\S+)/.exec(line)?.[1];
      if (ready) resolve(ready.replace(/\/$/, ''));
    });
  });
  return {
    url,
    /** The embedded media server first. */
    mediaPids: () => processTree(child.pid).slice(1),
    close: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function round(value) {
  return Number(value.toFixed(2));
}
