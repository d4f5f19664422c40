import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Role } from '@crowdlens/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ operatorToken: 'the-right-token', anonymousRole: Role.VIEWER });
});
afterAll(() => server.close());

const socketUrl = () => `${server.url.replace('http', 'ws')}/graphql`;

/** Status of a request with these headers; fetch would not send Host or Origin as wanted. */
function statusWith(headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server.url}/healthz`,
      { headers, method },
      (response: IncomingMessage) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    outgoing.on('error', reject).end();
  });
}

function upgradeStatus(headers: Record<string, string>, url = socketUrl()): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    // What ws says of the refusal.
    socket.on('error', () => {});
  });
}

describe('foreign pages', () => {
  const foreign = { origin: 'https://evil.example' };

  test('get nothing over HTTP', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ origin: server.url })).toBe(200);
    expect(await statusWith(foreign)).toBe(403);
    expect(
      await statusWith({ ...foreign, 'access-control-request-method': 'POST' }, 'OPTIONS'),
    ).toBe(403);
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
  });

  test.each([
    ['/embed/main', 'frame-ancestors *'],
    ['/embed', 'frame-ancestors *'],
    ['/embedded', "frame-ancestors 'none'"],
    ['/', "frame-ancestors 'none'"],
    ['/present', "frame-ancestors 'none'"],
    ['/graphql', "frame-ancestors 'none'"],
  ])('may frame the viewer and nothing else: %s', async (path, policy) => {
    const { headers } = await fetch(server.url + path, { headers: { accept: 'text/html' } });
    const sent = headers.get('content-security-policy')!.split('; ');
    expect(sent.filter((part) => part.startsWith('frame-ancestors'))).toEqual([policy]);
  });

  test('find nothing of theirs in our page: scripts and connections are ours', async () => {
    const { headers } = await fetch(server.url, { headers: { accept: 'text/html' } });
    const { host } = new URL(server.url);
    const policy = headers.get('content-security-policy')!.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        `connect-src 'self' ws://${host} wss://${host}`,
        "object-src 'none'",
        "base-uri 'none'",
      ]),
    );
    expect(policy.some((part) => part.startsWith('script-src'))).toBe(false);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });

  test('get no WebSocket', async () => {
    expect(await upgradeStatus({})).toBe(101);
    expect(await upgradeStatus({ origin: server.url })).toBe(101);
    expect(await upgradeStatus(foreign)).toBe(403);
    expect(await upgradeStatus({ host: 'evil.example' })).toBe(403);
    expect(await upgradeStatus({}, `${socketUrl()}/other`)).toBe(404);
  });

  test('cannot send a simple request', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ broadcasts { id } }"}',
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    const query = `${server.url}/graphql?query={broadcasts{id}}`;
    expect((await fetch(query)).status).toBe(400);
    expect((await fetch(query, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
  });
});

describe('a client that sends rubbish is closed with a code, and nobody else notices', () => {
  test.each([
    ['no JSON', 'rubbish', 4400],
    ['an unknown message', '{"type":"unknown"}', 4400],
    [
      'an operation before connection_init',
      '{"id":"1","type":"subscribe","payload":{"query":"{ broadcasts { id } }"}}',
      4401,
    ],
    ['too much', 'x'.repeat(300_000), 1009],
  ])('%s', async (_, message, code) => {
    const bystander = server.subscribe<{ broadcastChanged: { revision: number } }>(
      'subscription { broadcastChanged { revision } }',
    );
    await bystander.next();
    const socket = new WebSocket(socketUrl(), 'graphql-transport-ws');
    socket.on('open', () => socket.send(message));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
    const next = bystander.next();
    await server.ask(
      'mutation { setRegionsOfInterest(input: { regions: [] }) { revision } }',
      {},
      { authorization: 'Bearer the-right-token' },
    );
    expect((await next).value.data.broadcastChanged.revision).toBeGreaterThan(1);
  });
});

describe('what a presenter or an operator may do wants a token', () => {
  const mutations = [
    'mutation { play(input: { uri: "demo:none" }) { id } }',
    'mutation { publish(input: { sdpOffer: "x" }) { id } }',
    'mutation { stop { id } }',
    'mutation { deleteBroadcast(id: "main") }',
    'mutation { setRegionsOfInterest(input: { regions: [], expectedRevision: 0 }) { id } }',
  ];

  test.each(mutations)('%s', async (query) => {
    expect(await server.errorCode(query)).toBe('UNAUTHENTICATED');
    const wrong = await server.ask(query, {}, { authorization: 'Bearer wrong' });
    expect(wrong.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const right = await server.ask(query, {}, { authorization: 'Bearer the-right-token' });
    expect(right.errors?.[0]?.extensions?.code).not.toBe('UNAUTHENTICATED');
  });

  test('over WebSocket it comes with connection_init', async () => {
    const query = 'mutation { stop { state } }';
    const stranger = await server.webSocketClient().iterate({ query }).next();
    expect(stranger.value.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    const presenter = server.webSocketClient({ authorization: 'Bearer the-right-token' });
    expect((await presenter.iterate({ query }).next()).value.data).toEqual({
      stop: { state: 'IDLE' },
    });
  });

  test('watching does not', async () => {
    const watch = 'mutation { watch(input: { sdpOffer: "v=0\\nm=video 9 X 0" }) { id } }';
    expect(await server.errorCode(watch)).toBe('BROADCAST_NOT_LIVE');
  });
});
