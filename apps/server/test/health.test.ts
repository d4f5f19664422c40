import { afterEach, expect, test } from 'vitest';
import { asOriginal, withoutDemo } from './support/mediaProxy.js';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
afterEach(() => server.close());

async function ask(path: string): Promise<[number, unknown]> {
  const response = await fetch(server.url + path);
  return [response.status, await response.json()];
}

const READY = [200, { status: 'ok', parts: { history: 'ok', media: 'ok' } }];

test('a stranger is told that the server lives and is ready, and nothing else', async () => {
  server = await TestServer.start({ operatorToken: 'the-right-token' });
  expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
  expect(await ask('/readyz')).toEqual(READY);
});

test('an original Kurento is ready when two of its endpoints come to terms', async () => {
  server = await TestServer.start({}, undefined, asOriginal);
  expect(await ask('/readyz')).toEqual(READY);
});

test('connected to a media server that makes no picture, it lives but is not ready', async () => {
  server = await TestServer.start({}, undefined, withoutDemo);
  expect(await ask('/healthz')).toEqual([200, { status: 'ok', mediaServers: 1 }]);
  expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
  expect(await ask('/readyz')).toEqual([
    503,
    {
      status: 'not ready',
      parts: { history: 'ok', media: '1 of 1 media servers process no pictures' },
    },
  ]);
});
