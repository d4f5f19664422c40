// What listeners to crowd events cost: the server's way from the log to the sockets, and beside it, in
// the same run, what graphql-ws and type-graphql's pub/sub do by themselves.
//   node bench/subscriptions.mjs [--seconds=10]
// Prints one JSON object. `cpuUsPerDelivery` is this process's CPU time (all threads, the database too)
// for each event and listener; listeners are in processes of their own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { createPubSub } from '@graphql-yoga/subscription';
import { createSchema } from '@crowdlens/schema';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { openInWorker } from '../apps/server/dist/history/worker/openInWorker.js';
import { startEventServer } from '../apps/server/dist/subscriptions/eventServer.test.support.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } });
const seconds = Number(values.seconds);
const LISTENERS_PER_PROCESS = 2500;

/** The crowd events of the product: SQLite in its thread, then our sockets. */
async function ours() {
  const server = await startEventServer(openInWorker);
  return { url: server.url, publish: () => void server.happen(1), close: () => server.close() };
}

/** The same schema, with the pub/sub that type-graphql asks for and graphql-ws as it comes. */
async function stock() {
  const pubSub = createPubSub();
  const api = { watchCrowdEvents: () => pubSub.subscribe('events') };
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const context = { api, require: () => undefined };
  const protocol = useServer({ schema: await createSchema(), context }, sockets);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  let sequence = 0;
  return {
    url: `ws://127.0.0.1:${http.address().port}/graphql`,
    publish: () => {
      sequence += 1;
      pubSub.publish('events', {
        cursor: `cursor-${sequence}`,
        skipped: 0,
        event: {
          typeName: 'OccupancyEvent',
          id: `main-3f2a9c-${sequence}`,
          broadcastId: 'main',
          regionId: 'all',
          sequence,
          at: new Date(),
          revision: 1,
          percentage: 40,
          level: 'MED',
          previousLevel: 'NONE',
        },
      });
    },
    close: async () => {
      await protocol.dispose();
      http.close();
    },
  };
}

async function measure(start, { listeners, eventsPerSecond, stalled = 0 }) {
  const server = await start();
  globalThis.gc?.();
  const memoryBefore = process.memoryUsage().rss;
  const clients = [];
  for (let first = 0; first < listeners; first += LISTENERS_PER_PROCESS) {
    const count = Math.min(LISTENERS_PER_PROCESS, listeners - first);
    const client = fork(new URL('subscriptions-clients.mjs', import.meta.url), [
      server.url,
      String(count),
      String(Math.min(stalled, count)),
    ]);
    await once(client, 'message');
    clients.push(client);
  }
  globalThis.gc?.();
  const memory = process.memoryUsage().rss - memoryBefore;
  const cpu = process.cpuUsage();
  const before = performance.now();
  let published = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      server.publish();
      published += 1;
      if (published < eventsPerSecond * seconds) return;
      clearInterval(timer);
      resolve();
    }, 1000 / eventsPerSecond);
  });
  const results = await Promise.all(
    clients.map(async (client) => {
      client.send({ until: published });
      const [result] = await once(client, 'message');
      client.disconnect();
      return result;
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const deliveries = results.reduce((sum, { received }) => sum + received, 0);
  const latencies = results.flatMap(({ latencies }) => latencies).sort((a, b) => a - b);
  const grown = process.memoryUsage().rss - memoryBefore;
  await server.close();
  return {
    listeners,
    stalled,
    eventsPerSecond,
    seconds: Math.round((performance.now() - before) / 1000),
    deliveries,
    missed: published * (listeners - stalled) - deliveries,
    cpuUsPerDelivery: round((user + system) / deliveries),
    latencyMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    rssKbPerListener: round(memory / 1024 / listeners),
    rssKbPerListenerAtEnd: round(grown / 1024 / listeners),
  };
}

const percentile = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)];
const round = (value) => Number(value.toFixed(1));

const thousand = { listeners: 1000, eventsPerSecond: 20 };
// Interleaved, so that other load of the machine meets both.
const first = await measure(ours, thousand);
const stockResult = await measure(stock, thousand);
const second = await measure(ours, thousand);
const result = {
  benchmark: 'subscriptions',
  node: process.version,
  ours: [first, second],
  stock: stockResult,
  timesCheaper: round(
    (2 * stockResult.cpuUsPerDelivery) / (first.cpuUsPerDelivery + second.cpuUsPerDelivery),
  ),
  stalled: await measure(ours, { ...thousand, stalled: 10 }),
  fiveThousand: await measure(ours, { listeners: 5000, eventsPerSecond: 4 }),
};
console.log(JSON.stringify(result, undefined, 2));
