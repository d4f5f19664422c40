// The thread of an SQLite file: does what WorkerStore is asked to.
import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite } from '../sql/sqlite.js';
import type { StoreCall, StoreReply, StoreWorkerData } from './messages.js';

const port = parentPort!;

async function reply(id: number, work: () => Promise<unknown>): Promise<void> {
  let answer: StoreReply;
  try {
    answer = { id, result: await work() };
  } catch (error) {
    answer = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
}

const opening = openSqlite((workerData as StoreWorkerData).file);
port.on('message', async ({ id, method, args }: StoreCall) => {
  await reply(id, async () => {
    const store = await opening;
    return (store[method] as (...values: unknown[]) => Promise<unknown>)(...args);
  });
  // The thread ends when nobody can ask any more.
  if (method === 'close') port.close();
});
await reply(0, async () => void (await opening));
