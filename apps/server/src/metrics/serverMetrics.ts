import { BroadcastState } from '@crowdlens/schema';
import type { Registry } from 'prom-client';
import type { Broadcast } from '../broadcast/Broadcast.js';
import type { Core } from '../Core.js';
import type { GraphqlOverWebSocket } from '../http/graphqlOverWebSocket.js';
import { addFamily } from './Family.js';
import { processTree } from './processTree.js';
import type { ProcessUse } from './processTree.js';
import { Tally } from './Tally.js';

/** What {@link addServerMetrics} looks at. */
export interface ServerMetricsParts {
  /** Undefined at a server that does not lead its cluster. */
  readonly core: () => Pick<Core, 'broadcasts' | 'history' | 'webhooks'> | undefined;
  readonly webSockets: Pick<GraphqlOverWebSocket, 'load'>;
  /** By code. */
  readonly errors: Tally;
}

/** Adds what the server itself knows. */
export function addServerMetrics(registry: Registry, parts: ServerMetricsParts): void {
  addBroadcasts(registry, () => parts.core()?.broadcasts.all ?? []);
  addQueues(registry, parts);
  const byName = (tally: Tally, label: string) =>
    Array.from(tally.entries, ([name, value]) => ({ labels: { [label]: name }, value }));
  addFamily(
    registry,
    {
      name: 'crowdlens_errors_total',
      help: 'Errors that clients were answered.',
      labelNames: ['code'],
    },
    () => byName(parts.errors, 'code'),
  );
  addFamily(
    registry,
    {
      name: 'crowdlens_webhook_attempts_total',
      help: 'Attempts to deliver a message to a webhook, by what came of it.',
      labelNames: ['outcome'],
    },
    () => byName(parts.core()?.webhooks.attempts ?? new Tally(), 'outcome'),
  );
  addProcesses(registry);
}

function addBroadcasts(registry: Registry, all: () => readonly Broadcast[]): void {
  const snapshots = () => all().map((broadcast) => broadcast.snapshot());
  const family = (name: string, help: string, label: string) => ({
    name: `crowdlens_${name}`,
    help,
    labelNames: [label],
  });
  addFamily(registry, family('broadcasts', 'Broadcasts by state.', 'state'), () =>
    Object.values(BroadcastState).map((state) => ({
      labels: { state },
      value: snapshots().filter((broadcast) => broadcast.state === state).length,
    })),
  );
  addFamily(registry, family('viewers', 'Viewers of a broadcast.', 'broadcast'), () =>
    snapshots().map(({ id, viewerCount }) => ({ labels: { broadcast: id }, value: viewerCount })),
  );
  addFamily(registry, family('recordings', 'Recordings that are being made.', 'broadcast'), () =>
    snapshots().map(({ id, recording }) => ({
      labels: { broadcast: id },
      value: recording === null ? 0 : 1,
    })),
  );
  addFamily(
    registry,
    {
      name: 'crowdlens_events_total',
      help: 'Crowd events since the start, by kind.',
      labelNames: ['broadcast', 'kind'],
    },
    () =>
      all().flatMap(({ id, events }) =>
        Array.from(events.appended.entries, ([kind, value]) => ({
          labels: { broadcast: id, kind },
          value,
        })),
      ),
  );
  addFamily(
    registry,
    family(
      'events_skipped_total',
      'Events that slow subscribers were told to have missed.',
      'broadcast',
    ),
    () =>
      all().map(({ id, events }) => ({
        labels: { broadcast: id },
        value: events.skipped,
      })),
  );
}

function addQueues(registry: Registry, { core, webSockets }: ServerMetricsParts): void {
  const gauge = (name: string, help: string, value: () => number) =>
    addFamily(registry, { name: `crowdlens_${name}`, help }, () => [{ value: value() }]);
  gauge(
    'history_waiting',
    'Events and seconds that wait for the database.',
    () => core()?.history.writer.waiting ?? 0,
  );
  gauge(
    'history_lost_total',
    'Events and seconds that the database did not take.',
    () => core()?.history.writer.lost ?? 0,
  );
  gauge('websockets', 'WebSockets of clients.', () => webSockets.load.sockets);
  gauge(
    'subscriptions',
    'Subscriptions over WebSockets and Server-Sent Events that are shared.',
    () => webSockets.load.subscriptions,
  );
  gauge(
    'shared_subscriptions',
    'Different subscriptions, each executed once for all who sent it.',
    () => webSockets.load.executions,
  );
}

function addProcesses(registry: Registry): void {
  const add = (name: string, help: string, value: (process: ProcessUse) => number) =>
    addFamily(
      registry,
      { name: `crowdlens_process_${name}`, help, labelNames: ['process', 'pid'] },
      () =>
        processTree().map((process) => ({
          labels: { process: process.name, pid: String(process.pid) },
          value: value(process),
        })),
    );
  add('cpu_seconds_total', 'Processor time of each process.', ({ cpuSeconds }) => cpuSeconds);
  add('resident_bytes', 'Memory of each process.', ({ residentBytes }) => residentBytes);
}
