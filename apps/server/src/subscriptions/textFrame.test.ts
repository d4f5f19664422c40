import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from './textFrame.js';

const http = createServer();
const sockets = new WebSocketServer({ server: http });
let client: WebSocket;
let stream: Duplex;

beforeAll(async () => {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const connected = once(http, 'upgrade');
  client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  stream = (await connected)[1] as Duplex;
  await once(client, 'open');
});
afterAll(() => {
  client.terminate();
  sockets.close();
  http.close();
});

test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
  'a text of %i bytes arrives as it was',
  async (length) => {
    const half = Math.floor(length / 2);
    const [head, rest] = [
      'é'.repeat(half).slice(0, half >> 1),
      'x'.repeat(length - 2 * (half >> 1)),
    ];
    const message = once(client, 'message');
    stream.write(textFrame(Buffer.from(head), Buffer.from(rest)));
    const [data, isBinary] = (await message) as [Buffer, boolean];
    expect([data.toString(), data.length, isBinary]).toEqual([head + rest, length, false]);
  },
);
