import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listen } from './listen.js';
import { loadTls } from './tls.js';

test.each([
  ['says nothing', ''],
  ['never ends its headers', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  ['never ends its body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{'],
])('a client that %s is cut off', async (_, greeting) => {
  const { servers, port } = await listen(
    { host: '127.0.0.1', port: 0, tls: undefined, patienceMs: 50 },
    (request) => request.resume(),
  );
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(greeting);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  servers.forEach((server) => server.close());
});

test('a client that never greets, where TLS is spoken, is cut off', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-tls-'));
  const tls = await loadTls(undefined, 'localhost', folder);
  const options = { host: '127.0.0.1', port: 0, tls, patienceMs: 50 };
  const { servers, port } = await listen(options, (request) => request.resume());
  const socket = connect(port, '127.0.0.1').resume();
  await once(socket, 'close');
  servers.forEach((server) => server.close());
  await rm(folder, { recursive: true });
});
