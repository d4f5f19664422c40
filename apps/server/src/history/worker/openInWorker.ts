import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HistoryError } from '../HistoryStore.js';
import type { HistoryStore } from '../HistoryStore.js';
import type { StoreCall, StoreReply, StoreWorkerData } from './messages.js';

/** Calls that wait for the worker; more are refused. */
const MAX_CALLS = 1000;

/**
 * The history in an SQLite file, in a thread of its own: the driver is synchronous, and whoever
 * calls this store goes on meanwhile.
 *
 * @throws HistoryError when the file cannot be used
 */
export async function openInWorker(file: string): Promise<HistoryStore> {
  const data: StoreWorkerData = { file };
  const worker = new Worker(new URL('./storeWorker.js', import.meta.url), { workerData: data });
  const calls = new WorkerCalls(worker);
  await calls.opened;
  let closing: Promise<void> | undefined;
  const close = async () => {
    const exited = once(worker, 'exit');
    await calls.call('close', []);
    await exited;
  };
  // Every method of the interface is one call; `then` is not, or it could not be awaited.
  return new Proxy({} as HistoryStore, {
    get: (_, method) => {
      if (method === 'close') return () => (closing ??= close());
      if (method === 'then' || typeof method === 'symbol') return undefined;
      return (...args: unknown[]) => calls.call(method as keyof HistoryStore, args);
    },
  });
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: HistoryError): void;
}

/** The calls under way, by number. */
class WorkerCalls {
  readonly opened: Promise<unknown>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: string | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = this.#wait(0);
    worker.on('message', (reply: StoreReply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(`its thread failed: ${error.message}`));
    worker.on('exit', () => this.#end('it is closed.'));
  }

  call(method: keyof HistoryStore, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(unavailable(this.#ended));
    if (this.#waiting.size >= MAX_CALLS) {
      return Promise.reject(unavailable('too much is asked of it at once. Try again in a moment.'));
    }
    this.#lastId += 1;
    const call: StoreCall = { id: this.#lastId, method, args };
    this.#worker.postMessage(call);
    return this.#wait(call.id);
  }

  #wait(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle(reply: StoreReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(unavailable(reply.failure));
    else waiting?.resolve(reply.result);
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.#waiting.forEach((waiting) => waiting.reject(unavailable(reason)));
    this.#waiting.clear();
  }
}

function unavailable(reason: string): HistoryError {
  return new HistoryError(`The history cannot be used: ${reason}`);
}
