import { on, once } from 'node:events';
import { WebSocket } from 'ws';

const MANAGER = 'manager_ServerManager';

interface Message {
  readonly id?: number;
  readonly result?: { readonly value: readonly string[] };
  readonly method?: string;
}

/** How many pipelines a media server has: now, and after each object that comes or goes. */
export async function* pipelinesOf(url: string): AsyncGenerator<number> {
  const socket = new WebSocket(url);
  let id = 0;
  const messages = on(socket, 'message');
  const ask = (method: string, params: object) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }));
  const count = () => ask('invoke', { object: MANAGER, operation: 'getPipelines' });
  try {
    await once(socket, 'open');
    ask('subscribe', { object: MANAGER, type: 'ObjectCreated' });
    ask('subscribe', { object: MANAGER, type: 'ObjectDestroyed' });
    count();
    for await (const [data] of messages) {
      const { method, result } = JSON.parse(String(data)) as Message;
      if (method === 'onEvent') count();
      if (Array.isArray(result?.value)) yield result.value.length;
    }
  } finally {
    socket.close();
  }
}

/** Resolves when a media server has so many pipelines. */
export async function untilPipelines(url: string, wanted: number): Promise<void> {
  for await (const pipelines of pipelinesOf(url)) if (pipelines === wanted) return;
}
