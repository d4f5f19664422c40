/** The worker thread of one pipeline: carries out calls on its graph of nodes. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Transferable } from 'node:worker_threads';
import { Backlog } from './Backlog.js';
import { PixelError } from './errors.js';
import { COUNTED_EVENTS } from './messages.js';
import type {
  CallMessage,
  ErrorMessage,
  EventMessage,
  WorkerMessage,
  WorkerSetup,
} from './messages.js';
import { NodeGraph } from './NodeGraph.js';
import type { NodeEvents } from './types.js';

/** With more events than this on their way, the main thread counts as fallen behind. */
const MAX_OUTBOUND = 32;

if (parentPort === null) throw new Error('worker.js runs as a worker thread only');
const port = parentPort;
const outbound = new Backlog((workerData as WorkerSetup).outbound);

const graph = new NodeGraph({
  isCongested: () => outbound.size >= MAX_OUTBOUND,
  report(event, ...args) {
    if (COUNTED_EVENTS.has(event)) outbound.enter();
    send({ kind: 'event', event, args } as EventMessage, transferables(args));
  },
  reportFailure(node, error) {
    send({ kind: 'failed', node, error: errorMessage(error) });
  },
});

port.on('message', (call: CallMessage) => {
  void carryOut(call);
});

async function carryOut({ method, args, reply }: CallMessage): Promise<void> {
  try {
    const value = await (graph[method] as (...args: unknown[]) => unknown)(...args);
    if (reply !== undefined) send({ kind: 'result', reply, value });
  } catch (error) {
    if (reply === undefined) graph.fail(String(args[0]), error);
    else send({ kind: 'error', reply, error: errorMessage(error) });
  }
  // Without its port nothing keeps the thread alive.
  if (method === 'close') port.close();
}

function send(message: WorkerMessage, transfer: Transferable[] = []): void {
  port.postMessage(message, transfer);
}

/** The bytes of frames go over without a copy. */
function transferables(args: NodeEvents[keyof NodeEvents]): Transferable[] {
  const [, payload] = args;
  if (typeof payload !== 'object' || !('data' in payload)) return [];
  return [payload.data.buffer as ArrayBuffer];
}

function errorMessage(error: unknown): ErrorMessage {
  if (error instanceof PixelError) return { code: error.code, message: error.message };
  return { code: 'NODE_FAILED', message: error instanceof Error ? error.message : String(error) };
}
