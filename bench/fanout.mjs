// What it costs a media server to serve viewers: a publisher and N viewers (another process,
// node-datachannel) around a server of its own process, over loopback, one after the other for each N.
//   node bench/fanout.mjs [--viewers=1,10,50,100,200] [--filter=none|crowd] [--seconds=10] [--kbps=1000] [--fps=25]
//     [--viewers-per-process=100]
// The same N repeated shows whether memory is given back.
// Prints one JSON object. CPU and memory are those of the server's process and its children.
import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startMediaServer, usage } from './mediaServer.mjs';

const { values } = parseArgs({
  options: {
    viewers: { type: 'string', default: '1,10,50,100,200' },
    filter: { type: 'string', default: 'none' },
    seconds: { type: 'string', default: '10' },
    kbps: { type: 'string', default: '1000' },
    fps: { type: 'string', default: '25' },
    'viewers-per-process': { type: 'string', default: '100' },
  },
});
const seconds = Number(values.seconds);
/** Before counting begins, and before memory counts as given back. */
const SETTLE_MS = 4000;
/** Viewers that connect at the same time. */
const AT_ONCE = 4;
const CORNERS = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

const perProcess = values['viewers-per-process'];
const server = await startMediaServer([`--viewers-per-process=${perProcess}`]);
const clients = fork(new URL('fanout-clients.mjs', import.meta.url), [values.kbps, values.fps], {
  serialization: 'advanced',
});
clients.once('exit', (code) => process.exit(code ?? 1));
/** What the clients tell, as `ID WHAT`. */
const news = new EventEmitter();
clients.on('message', ({ id, ...message }) => {
  for (const [what, value] of Object.entries(message)) news.emit(`${id} ${what}`, value, message);
});

const runs = [];
for (const count of values.viewers.split(',').map(Number)) runs.push(await run(count));
console.log(
  JSON.stringify({
    benchmark: 'fanout',
    filter: values.filter,
    viewersPerProcess: Number(perProcess),
    runs,
    node: process.version,
  }),
);
clients.disconnect();
await server.close();

async function run(viewers) {
  const pipeline = await server.client.create('MediaPipeline');
  const publisher = await connect(pipeline, 'publisher');
  const source = await filtered(pipeline, publisher.endpoint);
  await publisher.flowing;
  const before = usage(server.pid);
  const startMs = performance.now();
  const ids = Array.from({ length: viewers }, (_, index) => `viewer${index}`);
  const next = ids.values();
  const flowing = [];
  const connectMany = async () => {
    for (const id of next) {
      const viewer = await connect(pipeline, id, source);
      flowing.push(viewer.flowing);
      await viewer.connected;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, connectMany));
  const setupMs = performance.now() - startMs;
  const atStart = usage(server.pid);
  await Promise.all(flowing);
  await sleep(SETTLE_MS);

  await count();
  const [cpuBefore, countStartMs] = [usage(server.pid).cpuSeconds, performance.now()];
  await sleep(seconds * 1000);
  const now = usage(server.pid);
  const elapsed = (performance.now() - countStartMs) / 1000;
  const counted = await count();
  clients.send({ closeAll: true });
  news.removeAllListeners();
  await server.client.release(pipeline);
  await sleep(SETTLE_MS);
  const cpuMsPerSecond = ((now.cpuSeconds - cpuBefore) * 1000) / elapsed;
  return {
    viewers,
    packetsPerSecond: Math.round(counted.packets / elapsed),
    framesPerSecondPerViewer: round(counted.frames / elapsed / viewers),
    lossPercent: round((100 * counted.lost) / Math.max(1, counted.lost + counted.packets), 3),
    latencyMs: { p50: round(counted.latencyMs.p50), p99: round(counted.latencyMs.p99) },
    cpuMsPerSecond: round(cpuMsPerSecond),
    cpuMsPerSecondAndViewer: round(cpuMsPerSecond / viewers, 2),
    cpuUsPerPacket: round(((now.cpuSeconds - cpuBefore) * 1e6) / counted.packets),
    setupMs: Math.round(setupMs),
    setupCpuSeconds: round(atStart.cpuSeconds - before.cpuSeconds, 2),
    rssMiB: {
      before: round(before.rssMiB),
      serving: round(now.rssMiB),
      after: round(usage(server.pid).rssMiB),
    },
    threads: now.threads,
  };
}

/** Connects a client to an endpoint of its own; `flowing` resolves with the first packet. */
async function connect(pipeline, id, source) {
  const { client } = server;
  const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
  if (source) await client.invoke(source, 'connect', { sink: endpoint });
  await client.on(endpoint, 'IceCandidateFound', ({ candidate }) =>
    clients.send({ id, candidate: candidate.candidate, mid: candidate.sdpMid }),
  );
  const told = (what) =>
    new Promise((resolve) => {
      news.on(`${id} ${what}`, resolve);
    });
  const [offer, answered, connected, flowing] = ['offer', 'answered', 'connected', 'flowing'].map(
    told,
  );
  // libdatachannel fails when it is reached before it has the answer: the server must not know yet where it is.
  news.on(`${id} candidate`, async (candidate, { mid }) => {
    const found = { candidate, sdpMid: mid, sdpMLineIndex: 0 };
    await answered;
    await client.invoke(endpoint, 'addIceCandidate', { candidate: found });
  });
  clients.send({ id, connect: id === 'publisher' ? 'publisher' : 'viewer' });
  clients.send({
    id,
    answer: await client.invoke(endpoint, 'processOffer', { offer: await offer }),
  });
  await client.invoke(endpoint, 'gatherCandidates');
  return { endpoint, connected, flowing };
}

/** What viewers watch: the publisher, or the crowd filter behind it. */
async function filtered(pipeline, publisher) {
  if (values.filter === 'none') return publisher;
  const filter = await server.client.create('crowddetector.CrowdDetectorFilter', {
    mediaPipeline: pipeline,
    rois: [{ id: 'all', points: CORNERS, regionOfInterestConfig: {} }],
  });
  await server.client.invoke(publisher, 'connect', { sink: filter });
  return filter;
}

/** What the viewers have counted since the last call. */
async function count() {
  clients.send({ count: true });
  for (;;) {
    const [message] = await once(clients, 'message');
    if (message.count) return message.count;
  }
}

function round(value, digits = 1) {
  return value === null ? null : Number(value.toFixed(digits));
}
