import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listen } from './listen.js';

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
