// A media server in a process of its own, as a client of Kurento's protocol sees it, and what it costs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Starts one on a free port. `pid` is its process, `url` its address, `client` speaks to it, `close` ends it. */
export async function startMediaServer(args = []) {
  const main = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/media-server')));
  const child = fork(main, ['--port=0', ...args], {
    execArgv: [],
    env: { ...process.env, LOG_LEVEL: 'warn', MALLOC_ARENA_MAX: '2' },
  });
  const [{ url }] = await once(child, 'message');
  const client = await Client.open(url);
  return {
    pid: child.pid,
    url,
    client,
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** A bare client: calls and events. */
class Client {
  #calls = new Map();
  #listeners = new Map();
  #lastId = 0;

  static async open(url) {
    const client = new Client();
    client.socket = new WebSocket(url);
    client.socket.on('message', (data) => client.#receive(JSON.parse(data)));
    await once(client.socket, 'open');
    return client;
  }

  create(type, constructorParams) {
    return this.#call('create', { type, constructorParams });
  }

  invoke(object, operation, operationParams) {
    return this.#call('invoke', { object, operation, operationParams });
  }

  release(object) {
    return this.#call('release', { object });
  }

  async on(object, type, listener) {
    this.#listeners.set(`${object} ${type}`, listener);
    await this.#call('subscribe', { object, type });
  }

  #call(method, params) {
    const id = ++this.#lastId;
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject, method }));
  }

  #receive({ id, method, params, result, error }) {
    if (method === 'onEvent') {
      const { object, type, data } = params.value;
      this.#listeners.get(`${object} ${type}`)?.(data);
      return;
    }
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error) call.reject(new Error(`${call.method}: ${JSON.stringify(error)}`));
    else call.resolve(result?.value);
  }
}

/** What a process and all its children have used: CPU seconds so far; MiB and threads now (Linux). */
export function usage(pid) {
  const sum = { cpuSeconds: 0, rssMiB: 0, threads: 0 };
  for (const id of processTree(pid)) {
    const fields = statOf(id);
    if (!fields) continue;
    sum.cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    sum.threads += Number(fields[17]);
    sum.rssMiB += (Number(fields[21]) * PAGE_BYTES) / 2 ** 20;
  }
  return sum;
}

/** Its own id and those of all its descendants. */
export function processTree(pid) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(processes.map((id) => [id, Number(statOf(id)?.[1])]));
  const tree = [pid];
  for (const id of tree) for (const [child, parent] of parents) if (parent === id) tree.push(child);
  return tree;
}

/** The fields of /proc/PID/stat behind the name, or nothing when the process has ended. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
