import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EgressProxy } from './EgressProxy.js';
import { PlayHosts } from './PlayHosts.js';

const target = createServer((_request, response) => response.end('a video'));
let port: number;
let proxy: EgressProxy;

beforeAll(async () => {
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  ({ port } = target.address() as AddressInfo);
});
afterAll(() => target.close());
afterEach(() => proxy.close());

async function open(...listed: string[]): Promise<URL> {
  proxy = await EgressProxy.open(new PlayHosts(listed), pino({ level: 'silent' }));
  return new URL(proxy.url);
}

async function fetchBy({ port: via }: URL, url: string): Promise<[number, string]> {
  const outgoing = request({ host: '127.0.0.1', port: via, path: url, agent: false }).end();
  const [response] = await once(outgoing, 'response');
  return [response.statusCode, await text(response)];
}

/** The first line that is answered, and what the target then says to a request through the tunnel. */
async function tunnelBy({ port: via }: URL, authority: string): Promise<[number, string]> {
  const outgoing = request({ host: '127.0.0.1', port: via, method: 'CONNECT', path: authority });
  outgoing.end();
  const [response, socket] = await once(outgoing, 'connect');
  if (response.statusCode !== 200) return [response.statusCode, ''];
  socket.end('GET / HTTP/1.0\r\n\r\n');
  return [200, await text(socket)];
}

test('it fetches from a host that is listed', async () => {
  const via = await open('127.0.0.1');
  expect(await fetchBy(via, `http://127.0.0.1:${port}/x`)).toEqual([200, 'a video']);
  const [status, said] = await tunnelBy(via, `127.0.0.1:${port}`);
  expect(status).toBe(200);
  expect(said).toContain('a video');
});

test.each(['127.0.0.1', 'localhost', '[::1]', '2130706433'])(
  'it does not fetch from %s',
  async (host) => {
    const via = await open();
    expect(await fetchBy(via, `http://${host}:${port}/x`)).toEqual([403, '']);
    expect(await tunnelBy(via, `${host}:${port}`)).toEqual([403, '']);
  },
);

test('nothing is fetched for who asks for no whole address', async () => {
  const via = await open('*');
  expect(await fetchBy(via, '/x')).toEqual([403, '']);
  expect(await fetchBy(via, 'ftp://127.0.0.1/x')).toEqual([403, '']);
});
