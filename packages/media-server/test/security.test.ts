import { once } from 'node:events';
import { get } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { expect, test } from 'vitest';
import { certificate } from './support/certificate.js';
import { RpcClient } from './support/RpcClient.js';
import { startClient, startServer } from './support/server.js';

function refused(status: number): { message: string } {
  return { message: `Unexpected server response: ${status}` };
}

test.each([
  ['http://localhost:3000'],
  ['https://localhost'],
  ['http://127.0.0.1:8080'],
  ['http://[::1]:4000'],
  ['https://friend.example'],
])('a page from %s may connect', async (origin) => {
  const { url } = await startServer({ allowedOrigins: ['https://friend.example'] });
  const client = await RpcClient.open(url, { headers: { origin } });
  expect(await client.value('ping')).toBe('pong');
});

test.each([
  ['https://evil.example'],
  ['https://friend.example.evil.example'],
  ['http://friend.example'],
  ['http://localhost.evil.example'],
  ['file://localhost'],
  ['null'],
])('a page from %s may not', async (origin) => {
  const { url } = await startServer({ allowedOrigins: ['https://friend.example'] });
  await expect(RpcClient.open(url, { headers: { origin } })).rejects.toMatchObject(refused(403));
});

const names = { allowedHosts: ['media.example'], announcedIp: '192.0.2.7' };

test.each(['media.example:8888', '192.0.2.7', 'LOCALHOST:1', '[::1]:1'])(
  'the Host %j is ours',
  async (host) => {
    const { url } = await startServer(names);
    const client = await RpcClient.open(url, { headers: { host } });
    expect(await client.value('ping')).toBe('pong');
  },
);

test.each(['evil.example', '10.0.0.1', 'localhost@evil.example', 'localhost.evil.example'])(
  'the Host %j is not',
  async (host) => {
    const { url } = await startServer(names);
    await expect(RpcClient.open(url, { headers: { host } })).rejects.toMatchObject(refused(403));
  },
);

test('a server on all interfaces is reached by any address and by no foreign name', async () => {
  const { url } = await startServer({ host: '0.0.0.0' });
  await RpcClient.open(url, { headers: { host: '192.168.7.7:8888' } });
  const rebound = RpcClient.open(url, { headers: { host: 'evil.example' } });
  await expect(rebound).rejects.toMatchObject(refused(403));
});

test.each(['', '?access_token=', '?access_token=wrong', '?access_token=secret2'])(
  'the query %j is no way past a token',
  async (query) => {
    const { url } = await startServer({ token: 'secret' });
    const wrong = url.replace(/\?.*/, query);
    await expect(RpcClient.open(wrong)).rejects.toMatchObject(refused(401));
    expect(await (await RpcClient.open(url)).value('ping')).toBe('pong');
  },
);

test('plain HTTP is told what to do, and foreign pages are told nothing', async () => {
  const { url } = await startServer();
  const http = url.replace('ws:', 'http:');
  expect((await fetch(http)).status).toBe(426);
  const [response] = await once(
    get(http, { headers: { origin: 'https://evil.example' } }),
    'response',
  );
  response.resume();
  expect(response.statusCode).toBe(403);
});

test('another path is closed with 1002', async () => {
  const { url } = await startServer();
  const client = await RpcClient.open(url.replace('/kurento', '/other'));
  expect(await client.closed).toEqual({ code: 1002, reason: 'Invalid path' });
});

test('more connections than allowed are refused until one leaves', async () => {
  const { server, client } = await startClient({ limits: { maxConnections: 1 } });
  await expect(RpcClient.open(server.url)).rejects.toMatchObject(refused(503));
  await client.drop();
  await expect.poll(() => RpcClient.open(server.url).catch(() => undefined)).toBeTruthy();
});

test('binary frames and unknown sub-protocols are accepted, answers are text', async () => {
  const { client } = await startClient();
  client.socket.send(Buffer.from('{"jsonrpc":"2.0","id":"b","method":"ping"}'), { binary: true });
  expect(await client.next()).toMatchObject({ id: 'b', result: { value: 'pong' } });
});

test('a socket that speaks no WebSocket after the handshake hurts nobody', async () => {
  const { server, client } = await startClient();
  const { port } = new URL(server.url);
  const rogue = connectTcp(Number(port), '127.0.0.1');
  rogue.write(
    'GET /kurento HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(rogue, 'data');
  rogue.write(Buffer.alloc(64, 0xff));
  rogue.resume();
  await once(rogue, 'close');
  expect(await client.value('ping')).toBe('pong');
});

test('a reader that does not read is cut off', async () => {
  const { server, client } = await startClient({ limits: { maxBufferedBytes: 1 << 16 } });
  const other = await RpcClient.open(server.url);
  const pipeline = await client.create('MediaPipeline');
  await client.invoke(pipeline, 'setName', { name: 'x'.repeat(200_000) });
  client.socket.pause();
  for (let id = 0; id < 200; id += 1) {
    const params = { object: pipeline, operation: 'getName', nr: id };
    client.send({ jsonrpc: '2.0', id: `slow ${id}`, method: 'invoke', params });
  }
  await expect
    .poll(() => other.invoke('manager_ServerManager', 'getUsedMemory'))
    .toBeGreaterThan(0);
  client.socket.resume();
  expect((await client.closed).code).toBe(1006);
  expect(await other.value('ping')).toBe('pong');
});

test('with a certificate clients connect by wss, and not by ws', async () => {
  const { url } = await startServer({ tls: certificate, token: 'secret' });
  expect(url).toMatch(/^wss:/);
  const client = await RpcClient.open(url, { ca: certificate.cert });
  expect(await client.value('ping')).toBe('pong');
  await expect(RpcClient.open(url.replace('wss:', 'ws:'))).rejects.toThrow('socket hang up');
  await expect(RpcClient.open(url)).rejects.toThrow('self-signed certificate');
});

test('a thousand sockets that never say what they want keep nobody out', async () => {
  const { server, client } = await startClient();
  const { port } = new URL(server.url);
  const sockets = Array.from({ length: 1000 }, () =>
    connectTcp(Number(port), '127.0.0.1').on('error', () => {}),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write('GET /kurento HTTP/1.1\r\nHost: loc');
  expect(await client.create('MediaPipeline')).toContain('MediaPipeline');
  expect(await (await RpcClient.open(server.url)).value('ping')).toBe('pong');
  for (const socket of sockets) socket.destroy();
});
