import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { RunningMediaServer } from '@crowdlens/server';
import { WebSocket, WebSocketServer } from 'ws';

/** Our media server, but it does not say that it is ours: so the server takes it for an original Kurento. */
export async function asOriginal(ours: RunningMediaServer): Promise<RunningMediaServer> {
  const front = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(front, 'listening');
  front.on('connection', (client) => {
    const behind = new WebSocket(ours.url);
    const opened = once(behind, 'open');
    client.on('message', async (message: Buffer) => {
      await opened;
      behind.send(message.toString());
    });
    behind.on('message', (message: Buffer) =>
      client.send(message.toString().replace('"crowdlens"', '"original"')),
    );
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
