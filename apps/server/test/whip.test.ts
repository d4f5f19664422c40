import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offer } from './support/offer.js';
import { TestServer } from './support/TestServer.js';

const PLAY = 'mutation { play(input: { uri: "demo:crowd" }) { id } }';
const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

const CANDIDATES = [
  'a=ice-ufrag:EsAw',
  'm=video 9 UDP/TLS/RTP/SAVPF 0',
  'a=mid:0',
  'a=candidate:1 1 udp 2122260223 127.0.0.1 9 typ host',
  'a=end-of-candidates',
  '',
].join('\r\n');

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    iceServers: [
      { urls: ['stun:s.example:1'] },
      { urls: ['turn:t.example:2'], username: 'u', credential: 'c' },
    ],
  });
}, 60_000);
afterAll(() => server.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, server.url), init);
}

function post(path: string, body: string, type = SDP): Promise<Response> {
  return ask(path, { method: 'POST', headers: { 'Content-Type': type }, body });
}

function patch(session: string, headers: Record<string, string>, body = CANDIDATES) {
  return ask(session, { method: 'PATCH', headers: { 'Content-Type': FRAGMENT, ...headers }, body });
}

test('WHIP: an offer is answered with all candidates, and becomes a session', async () => {
  const response = await post('/whip/one', offer('sendrecv'));
  expect(response.status).toBe(201);
  const { headers } = response;
  expect(headers.get('content-type')).toMatch(SDP);
  expect(headers.get('etag')).toBe('"EsAw"');
  expect(headers.get('accept-patch')).toBe(FRAGMENT);
  expect(headers.get('link')).toBe(
    '<stun:s.example:1>; rel="ice-server", <turn:t.example:2>; rel="ice-server"; username="u"; credential="c"; credential-type="password"',
  );
  const answer = await response.text();
  expect(answer).toMatch(/a=candidate:.* typ host/);
  expect(answer).toContain('a=recvonly');
  expect(answer).toContain('a=end-of-candidates');

  const session = headers.get('location')!;
  expect(session).toMatch(/^\/whip\/one\/[\w-]{24}$/);
  const taken = await post('/whip/one', offer('sendonly'));
  expect(taken.status).toBe(409);
  expect(taken.headers.get('retry-after')).toBe('5');

  expect((await patch(session, { 'If-Match': '"EsAw"' })).status).toBe(204);
  expect((await ask(session, { method: 'DELETE' })).status).toBe(200);
  expect((await ask(session, { method: 'DELETE' })).status).toBe(404);
});

test('WHIP: an encoder that lost its connection may come back at once', async () => {
  const first = await post('/whip/two', offer('sendonly'));
  await ask(first.headers.get('location')!, { method: 'DELETE' });
  const state = '{ broadcast(id: "two") { state } }';
  expect(await server.get(state)).toEqual({ broadcast: { state: 'INTERRUPTED' } });
  expect((await post('/whip/two', offer('sendonly'))).status).toBe(201);
});

describe('WHEP', () => {
  test('waits until somebody presents', async () => {
    const response = await post('/whep/main', offer('recvonly'));
    expect(response.status).toBe(409);
    expect(response.headers.get('retry-after')).toBe('5');
  });

  test('what must not be patched is refused, with the reason as status', async () => {
    await server.get(PLAY);
    const response = await post('/whep/main', offer('recvonly'));
    expect(response.status).toBe(201);
    expect(await response.text()).toContain('a=sendonly');
    const session = response.headers.get('location')!;
    const match = { 'If-Match': '"EsAw"' };
    const statuses = {
      good: await patch(session, match),
      'no If-Match': await patch(session, {}),
      'another ETag': await patch(session, { 'If-Match': '"other"' }),
      'an ICE restart': await patch(session, { 'If-Match': '*' }),
      'other ICE credentials': await patch(session, match, 'a=ice-ufrag:new\r\n'),
      rubbish: await patch(session, match, 'rubbish'),
      'another type': await patch(session, { ...match, 'Content-Type': SDP }),
      'no session': await patch('/whep/main/nothing', match),
      GET: await ask(session),
      PUT: await ask(session, { method: 'PUT' }),
      DELETE: await ask(session, { method: 'DELETE' }),
    };
    expect(
      Object.fromEntries(Object.entries(statuses).map(([what, { status }]) => [what, status])),
    ).toEqual({
      good: 204,
      'no If-Match': 428,
      'another ETag': 412,
      'an ICE restart': 422,
      'other ICE credentials': 422,
      rubbish: 400,
      'another type': 415,
      'no session': 404,
      GET: 204,
      PUT: 405,
      DELETE: 200,
    });
  });
});

test('a bad offer is refused, with the reason as status', async () => {
  const statuses = await Promise.all([
    post('/whip/main', 'rubbish'),
    post('/whip/main', offer('recvonly')),
    post('/whip/main', offer('sendonly'), 'application/json'),
    post('/whip/main', 'v'.repeat(200_000)),
    post('/whip/a%2Fb', offer('sendonly')),
    post('/whep/unknown', offer('recvonly')),
    ask('/whip/main', {
      method: 'POST',
      headers: { 'Content-Type': SDP, Accept: 'text/html' },
      body: offer('sendonly'),
    }),
    ask('/whip/main', { method: 'PUT' }),
    ask('/whip/main'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([
    400, 400, 415, 413, 400, 404, 406, 405, 204,
  ]);
  expect(statuses[7].headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
});

test('OPTIONS says what is taken, and lets allowed pages ask', async () => {
  const response = await ask('/whip/main', {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Method': 'POST' },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('accept-post')).toBe(SDP);
});

test('with tokens, publishing wants a presenter, and watching a viewer', async () => {
  const guarded = await TestServer.start({ operatorToken: 'the-right-token' });
  const link = async (role: string) => {
    const { data } = await guarded.ask<{ createShareLink: { token: string } }>(
      `mutation { createShareLink(input: { role: ${role} }) { token } }`,
      {},
      { authorization: 'Bearer the-right-token' },
    );
    return data!.createShareLink.token;
  };
  const statusOf = async (path: string, token?: string) => {
    const response = await fetch(`${guarded.url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': SDP,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: offer('sendrecv'),
    });
    return [
      response.status,
      response.headers.get('location') ?? response.headers.get('www-authenticate'),
    ];
  };
  const viewer = await link('VIEWER');
  const presenter = await link('PRESENTER');
  expect(await statusOf('/whip/main')).toEqual([401, 'Bearer']);
  expect(await statusOf('/whip/main', viewer)).toEqual([403, null]);
  expect(await statusOf('/whep/main')).toEqual([401, 'Bearer']);
  expect((await statusOf('/whip/main', presenter))[0]).toBe(201);
  const [status, session] = await statusOf(`/whep/main?access_token=${viewer}`);
  expect(status).toBe(201);
  expect(session).toMatch(new RegExp(`^/whep/main/[\\w-]{24}\\?access_token=${viewer}$`));
  await guarded.close();
});
