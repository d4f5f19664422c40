import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { offer } from './support/offer.js';
import { TestServer } from './support/TestServer.js';

const OPERATOR = 'the-operator-token';
const SECRET = 'a-secret-of-at-least-thirty-two-bytes';
const OFFER = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
const inAnHour = Math.floor(Date.now() / 1000) + 3600;

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ operatorToken: OPERATOR, jwtSecret: SECRET });
}, 60_000);
afterAll(() => server.close());

const ask = (query: string, variables: object = {}, token = OPERATOR) =>
  server.ask(query, variables, token === '' ? {} : { authorization: `Bearer ${token}` });

async function codeOf(query: string, variables: object = {}, token = OPERATOR) {
  const { errors } = await ask(query, variables, token);
  expect(errors?.[0]?.message.length ?? 0).toBeGreaterThan(10);
  expect(JSON.stringify(errors)).not.toMatch(/ {4}at |node_modules/);
  return errors?.[0]?.extensions?.code;
}

const jwt = (claims: object, secret = SECRET) =>
  new SignJWT({ exp: inAnHour, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));

const square = (...points: number[][]) => points.map(([x, y]) => ({ x, y }));
const WHOLE = square([0, 0], [1, 0], [1, 1], [0, 1]);
const around = (corners: number) =>
  Array.from({ length: corners }, (_, i) => ({
    x: 0.5 + 0.4 * Math.cos((2 * Math.PI * i) / corners),
    y: 0.5 + 0.4 * Math.sin((2 * Math.PI * i) / corners),
  }));
const region = (change: object) => [{ id: 'a', points: WHOLE, ...change }];

describe('an operation with a value that is out of bounds', () => {
  const SET =
    'mutation ($r: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $r }) { id } }';
  test.each<[string, unknown]>([
    ['33 regions', Array.from({ length: 33 }, (_, i) => ({ id: `${i}`, points: WHOLE }))],
    ['one id twice', [...region({}), ...region({})]],
    ['an empty id', region({ id: '' })],
    ['an id of 65 characters', region({ id: 'x'.repeat(65) })],
    ['a name of 101 characters', region({ name: 'x'.repeat(101) })],
    ['a colour by its name', region({ color: 'red' })],
    ['two points', region({ points: around(2) })],
    ['65 points', region({ points: around(65) })],
    ['a point beside the picture', region({ points: square([0, 0], [1.1, 0], [1, 1]) })],
    ['a point above the picture', region({ points: square([0, -0.1], [1, 0], [1, 1]) })],
    ['edges that cross', region({ points: square([0, 0], [1, 1], [1, 0], [0, 1]) })],
    ['no area', region({ points: square([0, 0], [0.5, 0.5], [1, 1]) })],
    ['a level above 100', region({ config: { occupancyLevelMax: 101 } })],
    ['levels out of order', region({ config: { fluidityLevelMin: 50, fluidityLevelMed: 40 } })],
    ['frames below 0', region({ config: { occupancyNumFramesToEvent: -1 } })],
    ['an angle above 360', region({ config: { opticalFlowAngleOffset: 361 } })],
  ])('regions: %s', async (_, r) => {
    expect(await codeOf(SET, { r })).toBe('BAD_USER_INPUT');
  });

  test.each([
    [
      'BAD_USER_INPUT',
      'mutation { setRegionsOfInterest(input: { regions: [], processingWidth: 159 }) { id } }',
    ],
    [
      'BAD_USER_INPUT',
      'mutation { setRegionsOfInterest(input: { regions: [], processingWidth: 1281 }) { id } }',
    ],
    [
      'REVISION_CONFLICT',
      'mutation { setRegionsOfInterest(input: { regions: [], expectedRevision: 0 }) { id } }',
    ],
    ['BAD_USER_INPUT', '{ crowdEvents(first: 0) { edges { cursor } } }'],
    ['BAD_USER_INPUT', '{ crowdEvents(first: 501) { edges { cursor } } }'],
    ['BAD_USER_INPUT', '{ crowdEvents(last: -1) { edges { cursor } } }'],
    ['BAD_USER_INPUT', '{ crowdEvents(first: 1, last: 1) { edges { cursor } } }'],
    ['BAD_USER_INPUT', '{ crowdEvents(after: "rubbish") { edges { cursor } } }'],
    ['BAD_USER_INPUT', 'mutation { createShareLink(input: { validForSeconds: 59 }) { token } }'],
    [
      'BAD_USER_INPUT',
      'mutation { createShareLink(input: { validForSeconds: 31536001 }) { token } }',
    ],
    ['BAD_USER_INPUT', 'mutation { play(input: { uri: "/etc/passwd" }) { id } }'],
    [
      'BAD_USER_INPUT',
      'mutation { createWebhook(input: { url: "http://127.0.0.1/" }) { secret } }',
    ],
    [
      'BAD_USER_INPUT',
      'mutation { createWebhook(input: { url: "http://localhost:4000/graphql" }) { secret } }',
    ],
    ['BAD_USER_INPUT', 'mutation { createWebhook(input: { url: "http://10.0.0.1/" }) { secret } }'],
    ['BAD_USER_INPUT', 'mutation { createWebhook(input: { url: "http://[::1]/" }) { secret } }'],
    [
      'BAD_USER_INPUT',
      'mutation { createWebhook(input: { url: "http://169.254.169.254/latest/meta-data" }) { secret } }',
    ],
    ['BAD_USER_INPUT', 'mutation { play(input: { uri: "../outside.webm" }) { id } }'],
    ['BAD_USER_INPUT', 'mutation { play(input: { uri: "file:///etc/passwd" }) { id } }'],
    ['BAD_USER_INPUT', 'mutation { play(input: { uri: "<2001 x>" }) { id } }'],
    [
      'BAD_USER_INPUT',
      'mutation { play(input: { broadcastId: "../x", uri: "demo:crowd" }) { id } }',
    ],
    [
      'BAD_USER_INPUT',
      'mutation { play(input: { broadcastId: "<65 x>", uri: "demo:crowd" }) { id } }',
    ],
    ['SDP_INVALID', 'mutation { publish(input: { sdpOffer: "hello" }) { id } }'],
    ['SDP_INVALID', 'mutation { publish(input: { sdpOffer: "v=0\\r\\n" }) { id } }'],
    ['SDP_INVALID', `mutation { publish(input: { sdpOffer: ${JSON.stringify(OFFER)} }) { id } }`],
    ['SDP_INVALID', 'mutation { watch(input: { sdpOffer: "v=0\\n<100000 x>" }) { id } }'],
  ])('%s: %s', async (code, query) => {
    const long = query.replace(/<(\d+) x>/, (_, count) => 'x'.repeat(Number(count)));
    expect(await codeOf(long)).toBe(code);
  });
});

test.each([
  ['BROADCAST_NOT_FOUND', '{ crowdEvents(broadcastId: "x") { edges { cursor } } }'],
  ['BROADCAST_NOT_FOUND', 'mutation { stop(broadcastId: "x") { id } }'],
  ['BROADCAST_NOT_FOUND', 'mutation { deleteBroadcast(id: "x") }'],
  [
    'BROADCAST_NOT_FOUND',
    'mutation { watch(input: { broadcastId: "x", sdpOffer: "v=0\\n" }) { id } }',
  ],
  [
    'BROADCAST_NOT_FOUND',
    'mutation { setRegionsOfInterest(input: { broadcastId: "x", regions: [] }) { id } }',
  ],
  ['BROADCAST_NOT_LIVE', 'mutation { watch(input: { sdpOffer: "v=0\\n" }) { id } }'],
  ['SESSION_NOT_FOUND', 'mutation { addIceCandidate(input: { sessionId: "x", candidate: "x" }) }'],
  ['BAD_USER_INPUT', 'mutation { deleteBroadcast(id: "main") }'],
])('what is not there: %s: %s', async (code, query) => {
  expect(await codeOf(query)).toBe(code);
});

describe('an operation that does not fit the schema or the limits, alike over HTTP and WebSocket', () => {
  const nested = `${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)}`;
  const many = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(' ');
  test.each([
    ['GRAPHQL_PARSE_FAILED', 'syntax', '{'],
    ['GRAPHQL_PARSE_FAILED', 'too many tokens', `{ ${'broadcasts { id } '.repeat(600)} }`],
    ['GRAPHQL_VALIDATION_FAILED', 'too deep', `{ __schema { types { ${nested} } } }`],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'too many aliases',
      `{ ${many(21, (i) => `a${i}: broadcasts { id }`)} }`,
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'too many directives',
      `{ ${many(21, () => 'broadcasts @include(if: true) { id }')} }`,
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'too costly',
      '{ crowdEvents(first: 10000) { edges { cursor } } }',
    ],
    ['GRAPHQL_VALIDATION_FAILED', 'an unknown field', '{ nothing }'],
    ['GRAPHQL_VALIDATION_FAILED', 'an unknown argument', '{ broadcast(name: "main") { id } }'],
    ['GRAPHQL_VALIDATION_FAILED', 'a missing argument', 'mutation { publish { id } }'],
    ['GRAPHQL_VALIDATION_FAILED', 'another type', 'mutation { play(input: { uri: 1 }) { id } }'],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'a number for Int that is too large',
      'subscription { measurements(throttleMs: 2147483648) { at } }',
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'a fraction for Int',
      'subscription { measurements(throttleMs: 1.5) { at } }',
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'an unknown kind',
      '{ crowdEvents(filter: { kinds: [SMELL] }) { edges { cursor } } }',
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'no date',
      '{ crowdEvents(filter: { from: "yesterday" }) { edges { cursor } } }',
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'an unknown role',
      'mutation { createShareLink(input: { role: ROOT }) { token } }',
    ],
    [
      'GRAPHQL_VALIDATION_FAILED',
      'fragments in a circle',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
    ],
  ])('%s: %s', async (code, _, query) => {
    expect(await codeOf(query)).toBe(code);
    const client = server.webSocketClient({ authorization: `Bearer ${OPERATOR}` });
    const refusal = await client
      .iterate({ query })
      .next()
      .catch((errors: unknown) => errors);
    expect(refusal).toMatchObject([{ extensions: { code } }]);
  });
});

describe('who may not', () => {
  const READ = '{ broadcasts { id } }';
  const unsigned = [{ alg: 'none' }, { role: 'operator', exp: inAnHour }, '']
    .map((part) => part && Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  test.each<[string, string, () => string | Promise<string>, string?]>([
    ['UNAUTHENTICATED', 'without a token', () => ''],
    ['UNAUTHENTICATED', 'with a wrong one', () => 'wrong'],
    ['UNAUTHENTICATED', 'with half of it', () => OPERATOR.slice(0, 9)],
    ['UNAUTHENTICATED', 'with one that has expired', () => jwt({ role: 'operator', exp: 1 })],
    ['UNAUTHENTICATED', 'with one without end', () => jwt({ role: 'operator', exp: undefined })],
    [
      'UNAUTHENTICATED',
      'with a forged one',
      () => jwt({ role: 'operator' }, SECRET.replace('a', 'b')),
    ],
    ['UNAUTHENTICATED', 'with an unsigned one', () => unsigned],
    ['UNAUTHENTICATED', 'with one of an unknown role', () => jwt({ role: 'root' })],
    [
      'FORBIDDEN',
      'a viewer who publishes',
      () => jwt({ role: 'viewer' }),
      'mutation { publish(input: { sdpOffer: "x" }) { id } }',
    ],
    ['FORBIDDEN', 'a viewer who stops', () => jwt({ role: 'viewer' }), 'mutation { stop { id } }'],
    [
      'FORBIDDEN',
      'a viewer who makes a link',
      () => jwt({ role: 'viewer' }),
      'mutation { createShareLink(input: { role: OPERATOR }) { token } }',
    ],
    [
      'FORBIDDEN',
      'a presenter who edits',
      () => jwt({ role: 'presenter' }),
      'mutation { setRegionsOfInterest(input: { regions: [] }) { id } }',
    ],
    [
      'FORBIDDEN',
      'a presenter who deletes',
      () => jwt({ role: 'presenter' }),
      'mutation { deleteBroadcast(id: "x") }',
    ],
  ])('%s: %s', async (code, _, token, query = READ) => {
    expect(await codeOf(query, {}, await token())).toBe(code);
  });

  test.each<[string, () => string | Promise<string>]>([
    ['without a token', () => ''],
    ['with a wrong one', () => 'Bearer wrong'],
    ['with one that has expired', async () => `Bearer ${await jwt({ role: 'viewer', exp: 1 })}`],
    ['of another kind', () => `Basic ${OPERATOR}`],
  ])('over WebSocket: %s', async (_, authorization) => {
    expect(
      await closeCode({
        type: 'connection_init',
        payload: { authorization: await authorization() },
      }),
    ).toBe(4403);
  });

  test('whose token ends is shut out of what it began', async () => {
    const authorization = `Bearer ${await jwt({ role: 'viewer', exp: Math.ceil(Date.now() / 1000) + 1 })}`;
    const socket = opened();
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('open', () =>
      socket.send(message({ type: 'connection_init', payload: { authorization } })),
    );
    const first = new Promise((resolve) =>
      socket.on('message', (data: Buffer) => {
        if (data.includes('connection_ack')) socket.send(subscribe('{ broadcastChanged { id } }'));
        else resolve(JSON.parse(data.toString()));
      }),
    );
    expect(await first).toMatchObject({
      type: 'next',
      payload: { data: { broadcastChanged: { id: 'main' } } },
    });
    expect(await closed).toBe(4403);
  });
});

test('whose token ends is no longer sent pictures', async () => {
  await ask('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const counts = server
    .webSocketClient({ authorization: `Bearer ${OPERATOR}` })
    .iterate<{ broadcastChanged: { viewerCount: number } }>({
      query: 'subscription { broadcastChanged { viewerCount } }',
    });
  const exp = Math.ceil(Date.now() / 1000) + 1;
  const watch = 'mutation ($sdpOffer: String!) { watch(input: { sdpOffer: $sdpOffer }) { id } }';
  const { errors } = await ask(
    watch,
    { sdpOffer: offer('recvonly') },
    await jwt({ role: 'viewer', exp }),
  );
  expect(errors).toBeUndefined();
  const seen: number[] = [];
  for await (const { data } of counts) {
    seen.push(data!.broadcastChanged.viewerCount);
    if (seen.includes(1) && seen.at(-1) === 0) break;
  }
  expect(seen).toContain(1);
  await ask('mutation { stop { id } }');
});

function opened(protocol = 'graphql-transport-ws'): WebSocket {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, protocol);
  socket.on('error', () => {});
  return socket;
}

const message = (content: object | string | Buffer) =>
  typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
const INIT = { type: 'connection_init', payload: { authorization: `Bearer ${OPERATOR}` } };
const subscribe = (selection: string) =>
  JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `subscription ${selection}` } });

/** With what the server closes a socket on which these messages come. */
function closeCode(...messages: (object | string | Buffer)[]): Promise<number> {
  return new Promise((resolve) => {
    const socket = opened();
    socket.on('close', resolve);
    socket.on('open', () => messages.forEach((content) => socket.send(message(content))));
  });
}

test.each<[string, number, (object | string | Buffer)[]]>([
  ['no JSON', 4400, ['rubbish']],
  ['bytes', 4400, [Buffer.from([0, 255, 1])]],
  ['an unknown type', 4400, [{ type: 'unknown' }]],
  [
    'an operation that is no text',
    4400,
    [INIT, { id: '1', type: 'subscribe', payload: { query: 1 } }],
  ],
  ['an operation without an id', 4400, [INIT, { type: 'subscribe', payload: { query: '{ a }' } }]],
  ['an operation before connection_init', 4401, [subscribe('{ broadcastChanged { id } }')]],
  ['connection_init played again', 4429, [INIT, INIT]],
  ['too much', 1009, ['x'.repeat(300_000)]],
])('over WebSocket, %s closes with %i', async (_, code, messages) => {
  expect(await closeCode(...messages)).toBe(code);
});

test('over WebSocket, an id played again closes with 4409', async () => {
  const socket = opened();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send(message(INIT)));
  socket.once('message', () => {
    socket.send(subscribe('{ crowdEvents { cursor } }'));
    socket.send(subscribe('{ crowdEvents { cursor } }'));
  });
  expect(await closed).toBe(4409);
});

describe('over HTTP', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const hash = createHash('sha256').update('{ broadcasts { id } }').digest('hex');
  const persisted = (query?: string, sha256Hash = hash) =>
    JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
  const QUERY = '{"query":"{ broadcasts { id } }"}';

  test.each<
    [string, number, string, Record<string, string>, (string | undefined)?, (string | undefined)?]
  >([
    ['no JSON', 400, 'POST', JSON_TYPE, '{'],
    ['JSON that is no object', 400, 'POST', JSON_TYPE, '42'],
    ['no query', 400, 'POST', JSON_TYPE, '{}'],
    ['a query that is no text', 400, 'POST', JSON_TYPE, '{"query":1}'],
    [
      'variables that are no object',
      400,
      'POST',
      JSON_TYPE,
      '{"query":"{ broadcasts { id } }","variables":1}',
    ],
    [
      'an unknown operationName',
      400,
      'POST',
      JSON_TYPE,
      '{"query":"query a { broadcasts { id } }","operationName":"b"}',
    ],
    ['a batch', 400, 'POST', JSON_TYPE, `[${QUERY},${QUERY}]`],
    [
      'a persisted query under another hash',
      400,
      'POST',
      JSON_TYPE,
      persisted('{ broadcasts { title } }'),
    ],
    ['another type, as forms send it (CSRF)', 400, 'POST', { 'content-type': 'text/plain' }, QUERY],
    [
      'GET without the header that pages cannot send (CSRF)',
      400,
      'GET',
      {},
      undefined,
      '?query={broadcasts{id}}',
    ],
    [
      'a mutation by GET',
      405,
      'GET',
      { 'apollo-require-preflight': '1' },
      undefined,
      '?query=mutation{stop{id}}',
    ],
    ['PUT', 405, 'PUT', JSON_TYPE, QUERY],
    ['too much', 413, 'POST', JSON_TYPE, JSON.stringify({ query: ' '.repeat(300_000) })],
    ['a foreign page', 403, 'POST', { ...JSON_TYPE, origin: 'https://evil.example' }, QUERY],
    ['a sandboxed page', 403, 'POST', { ...JSON_TYPE, origin: 'null' }, QUERY],
    ['a rebound name', 403, 'POST', { ...JSON_TYPE, host: 'evil.example' }, QUERY],
    ['headers without end', 431, 'POST', { ...JSON_TYPE, 'x-long': 'x'.repeat(20_000) }, QUERY],
  ])('%s gets %i', async (_, status, method, headers, body, search = '') => {
    expect(await statusOf(method, headers, body, search)).toBe(status);
  });

  test('a persisted query is asked for once and then known by its hash', async () => {
    const send = async (body: string) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${OPERATOR}` },
        body,
      });
      return response.json();
    };
    expect(await send(persisted())).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    const answer = { data: { broadcasts: [{ id: 'main' }] } };
    expect(await send(persisted('{ broadcasts { id } }'))).toEqual(answer);
    expect(await send(persisted())).toEqual(answer);
  });
});

/** fetch would not send Host and Origin as wanted. */
function statusOf(
  method: string,
  headers: Record<string, string>,
  body?: string,
  search = '',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server.url}/graphql${search}`,
      { method, headers: { authorization: `Bearer ${OPERATOR}`, ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

test('whatever came in, it still answers', async () => {
  expect(await ask('{ broadcasts { id } }')).toEqual({ data: { broadcasts: [{ id: 'main' }] } });
});
