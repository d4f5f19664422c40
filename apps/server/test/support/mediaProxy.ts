import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { RunningMediaServer } from '@crowdlens/server';
import { WebSocket, WebSocketServer } from 'ws';

/** What a {@link mediaProxy} makes of each message. */
export interface Rewriting {
  readonly request?: (message: string) => string;
  readonly answer?: (message: string) => string;
}

/** A media server whose messages are rewritten on their way. */
export async function mediaProxy(
  ours: RunningMediaServer,
  { request = (message) => message, answer = (message) => message }: Rewriting,
): Promise<RunningMediaServer> {
  const front = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(front, 'listening');
  front.on('connection', (client) => {
    const behind = new WebSocket(ours.url);
    const opened = once(behind, 'open');
    client.on('message', async (message: Buffer) => {
      await opened;
      behind.send(request(message.toString()));
    });
    behind.on('message', (message: Buffer) => client.send(answer(message.toString())));
    behind.on('close', () => client.close());
    client.on('close', () => behind.close());
  });
  return {
    ...ours,
    url: `ws://127.0.0.1:${(front.address() as AddressInfo).port}/kurento`,
    async close() {
      front.close();
      await ours.close();
    },
  };
}

/** Our media server, but it does not say that it is ours: so the server takes it for an original Kurento. */
export function asOriginal(ours: RunningMediaServer): Promise<RunningMediaServer> {
  return mediaProxy(ours, { answer: (message) => message.replace('"crowdlens"', '"original"') });
}

/** Our media server, but it has no demo crowd. */
export function withoutDemo(ours: RunningMediaServer): Promise<RunningMediaServer> {
  return mediaProxy(ours, { request: (message) => message.replace('demo:crowd', 'demo:nothing') });
}
