import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    iceServers: [{ urls: ['stun:stun.example.org:3478'] }],
    webDir: '/nowhere',
  });
});
afterAll(() => server.close());

describe('bad input gets a code and a sentence', () => {
  const OFFER =
    'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
  test.each([
    ['BROADCAST_NOT_FOUND', '{ crowdEvents(broadcastId: "x") { edges { cursor } } }'],
    ['BROADCAST_NOT_FOUND', 'mutation { stop(broadcastId: "x") { id } }'],
    ['BROADCAST_NOT_FOUND', 'mutation { deleteBroadcast(id: "x") }'],
    [
      'BROADCAST_NOT_FOUND',
      'mutation { watch(input: { broadcastId: "x", sdpOffer: "v=0\\r\\n" }) { id } }',
    ],
    [
      'BROADCAST_NOT_FOUND',
      'mutation { setRegionsOfInterest(input: { broadcastId: "x", regions: [] }) { id } }',
    ],
    ['BROADCAST_NOT_LIVE', 'mutation { watch(input: { sdpOffer: "v=0\\r\\n" }) { id } }'],
    ['SDP_INVALID', 'mutation { watch(input: { sdpOffer: "hello" }) { id } }'],
    ['SDP_INVALID', 'mutation { publish(input: { sdpOffer: "v=0\\r\\n" }) { id } }'],
    ['SDP_INVALID', `mutation { publish(input: { sdpOffer: ${JSON.stringify(OFFER)} }) { id } }`],
    [
      'BAD_USER_INPUT',
      'mutation { play(input: { broadcastId: "../x", uri: "demo:crowd" }) { id } }',
    ],
    ['BAD_USER_INPUT', 'mutation { play(input: { uri: "/etc/passwd" }) { id } }'],
    ['BAD_USER_INPUT', '{ crowdEvents(first: 1, last: 1) { edges { cursor } } }'],
    [
      'BAD_USER_INPUT',
      'mutation { setRegionsOfInterest(input: { regions: [{ id: "a", points: [] }] }) { id } }',
    ],
    [
      'SESSION_NOT_FOUND',
      'mutation { addIceCandidate(input: { sessionId: "x", candidate: "x" }) }',
    ],
    ['GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
    ['GRAPHQL_PARSE_FAILED', '{'],
  ])('%s: %s', async (code, query) => {
    const { errors } = await server.ask(query);
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions).toEqual({ code });
    expect(errors![0]!.message.length).toBeGreaterThan(10);
  });

  test('leaving a session that is not there is no error', async () => {
    expect(await server.get('mutation { leave(sessionId: "x") }')).toEqual({ leave: false });
  });

  test.each([
    'subscription { crowdEvents(broadcastId: "x") { cursor } }',
    'subscription { broadcastChanged(id: "x") { id } }',
    'subscription { measurements(broadcastId: "x") { at } }',
  ])('over WebSocket: %s', async (query) => {
    const { value } = await server.subscribe(query).next();
    expect(value.errors[0].extensions).toEqual({ code: 'BROADCAST_NOT_FOUND' });
  });
});

describe('what is too much', () => {
  const deep = `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`;
  const aliases = `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: broadcasts { id }`).join(' ')} }`;

  test.each([
    ['depth', deep],
    ['aliases', aliases],
    ['tokens', `{ ${'broadcasts { id } '.repeat(600)} }`],
  ])('%s, on HTTP and WebSocket alike', async (_, query) => {
    expect((await server.ask(query)).errors).toHaveLength(1);
    await expect(server.subscribe(query).next()).rejects.toBeDefined();
  });

  test('but not the introspection of tools', async () => {
    expect((await server.ask(getIntrospectionQuery())).errors).toBeUndefined();
  });

  test('operations of one WebSocket', async () => {
    const client = server.webSocketClient();
    const query = 'subscription { crowdEvents { cursor } }';
    const open = Array.from({ length: 32 }, () => client.iterate({ query }));
    open.forEach((stream) => void stream.next());
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
  });

  test('a body', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: ' '.repeat(300_000) }),
    });
    expect(response.status).toBe(413);
  });
});

test('a body that is no JSON is answered without a stack', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('    at ');
});

test('ICE servers are told', async () => {
  expect(await server.get('{ iceServers { urls username credential } }')).toEqual({
    iceServers: [{ urls: ['stun:stun.example.org:3478'], username: null, credential: null }],
  });
});

test('health says how many media servers there are', async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect(await response.json()).toEqual({ status: 'ok', mediaServers: 1 });
});

test('without a built page it says how to get one', async () => {
  const response = await fetch(`${server.url}/watch/main`, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build:web');
});

test('GraphQL over HTTP answers in its own media type when asked to', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify({ query: '{ broadcasts { id } }' }),
  });
  expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
});
