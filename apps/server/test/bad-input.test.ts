import { once } from 'node:events';
import { request } from 'node:http';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  DOCUMENTS,
  JSON_TYPE,
  NOT_THERE,
  persisted,
  REGIONS,
  REQUESTS,
  STREAM_REQUESTS,
  VALUES,
  VARIABLES,
} from './support/badInput.js';
import { offer } from './support/offer.js';
import { TestServer } from './support/TestServer.js';

const OPERATOR = 'the-operator-token';
const SECRET = 'a-secret-of-at-least-thirty-two-bytes';
const EVENT_STREAM = 'text/event-stream';
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

describe('an operation with a value that is out of bounds', () => {
  const SET =
    'mutation ($r: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $r }) { id } }';
  test.each(REGIONS)('regions: %s', async (_, r) => {
    expect(await codeOf(SET, { r })).toBe('BAD_USER_INPUT');
  });

  test.each(VALUES)('%s: %s', async (code, query) => {
    const long = query.replace(/<(\d+) x>/, (_, count) => 'x'.repeat(Number(count)));
    expect(await codeOf(long)).toBe(code);
  });
});

test.each(NOT_THERE)('what is not there: %s: %s', async (code, query) => {
  expect(await codeOf(query)).toBe(code);
});

describe('an operation that does not fit the schema or the limits, alike over HTTP, WebSocket and Server-Sent Events', () => {
  test.each(DOCUMENTS)('%s: %s', async (code, _, query) => {
    expect(await codeOf(query)).toBe(code);
    const client = server.webSocketClient({ authorization: `Bearer ${OPERATOR}` });
    const refusal = await client
      .iterate({ query })
      .next()
      .catch((errors: unknown) => errors);
    expect(refusal).toMatchObject([{ extensions: { code } }]);
    expect(await streamOf({ query })).toMatchObject({ errors: [{ extensions: { code } }] });
  });
});

test.each(VARIABLES)(
  'variables that do not fit, alike by each way: %s',
  async (query, variables) => {
    const { errors } = await ask(query, variables);
    const codes = errors?.map(({ extensions }) => extensions?.code);
    expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
    const client = server.webSocketClient({ authorization: `Bearer ${OPERATOR}` });
    // Refused before it was executed, or by executing it.
    const found = await client
      .iterate({ query, variables })
      .next()
      .then(
        ({ value }) => (value as { errors: object }).errors,
        (refusal: unknown) => refusal,
      );
    expect(found).toMatchObject(errors!);
  },
);

/** What is answered in place of a stream of Server-Sent Events. */
async function streamOf(operation: object): Promise<unknown> {
  const response = await fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { ...JSON_TYPE, accept: EVENT_STREAM, authorization: `Bearer ${OPERATOR}` },
    body: JSON.stringify(operation),
  });
  expect(response.status).toBe(400);
  return response.json();
}

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

test('over WebSocket, whoever goes on sending but takes nothing is cut off', async () => {
  // graphql-ws prints each answer that it could not send.
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => printed.mockRestore());
  const socket = opened();
  const closed = once(socket, 'close');
  socket.on('open', () => socket.send(message(INIT)));
  await once(socket, 'message');
  socket.pause();
  // Each is sent back; so much is in no system's buffers.
  const ping = message({ type: 'ping', payload: { text: 'x'.repeat(200_000) } });
  for (let n = 0; n < 200; n += 1) socket.send(ping);
  expect((await closed)[0]).toBe(1006);
});

describe('over HTTP', () => {
  test.each(REQUESTS)('%s gets %i', async (_, status, method, headers, body, search = '') => {
    expect(await statusOf(method, headers, body, search)).toBe(status);
  });
});

describe('over Server-Sent Events', () => {
  test.each(STREAM_REQUESTS)(
    '%s gets %i',
    async (_, status, method, headers, body, search = '') => {
      const response = await fetch(`${server.url}/graphql/stream${search}`, {
        method,
        headers: { accept: EVENT_STREAM, authorization: `Bearer ${OPERATOR}`, ...headers },
        ...(body !== undefined && { body }),
      });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
    },
  );
});

describe('a persisted query is asked for once and then known by its hash', () => {
  const TEXT = '{ broadcasts { id } }';
  const ANSWER = '{"data":{"broadcasts":[{"id":"main"}]}}';
  const headers = { ...JSON_TYPE, authorization: `Bearer ${OPERATOR}` };
  test.each([
    ['/graphql', 'application/json'],
    ['/graphql/stream', `application/json, ${EVENT_STREAM}`],
  ])('at %s', async (path, accept) => {
    const send = async (query?: string) => {
      const init = { method: 'POST', headers: { ...headers, accept }, body: persisted(query) };
      return (await fetch(server.url + path, init)).text();
    };
    const { extensions } = JSON.parse(persisted()) as { extensions: object };
    const byHash = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    expect(await send()).toContain('PERSISTED_QUERY_NOT_FOUND');
    expect(await send(TEXT)).toContain(ANSWER);
    expect(await send()).toContain(ANSWER);
    const got = await fetch(`${server.url}${path}?${String(byHash)}`, {
      headers: { ...headers, accept },
    });
    expect(await got.text()).toContain(ANSWER);
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
