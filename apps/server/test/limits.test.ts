import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Role } from '@crowdlens/schema';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TestServer } from './support/TestServer.js';

/** Linux answers on all of 127.0.0.0/8. Each test has strangers of its own. */
const address = (host: number) => `127.0.0.${host}`;
const PROXY = address(99);
const SECRET = 'a-secret-of-at-least-thirty-two-bytes';
const QUERY = '{ broadcasts { id } }';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    maxOperationsPerSecond: 1,
    maxConnectionsPerAddress: 50,
    trustedProxies: [PROXY],
    jwtSecret: SECRET,
    anonymousRole: Role.VIEWER,
  });
}, 60_000);
afterAll(() => server.close());

/** Asks from another address: the status, and the code of the error. */
async function askFrom(localAddress: string, headers: Record<string, string> = {}) {
  const outgoing = request(`${server.url.replace('localhost', '127.0.0.1')}/graphql`, {
    method: 'POST',
    localAddress,
    headers: { 'content-type': 'application/json', ...headers },
  });
  outgoing.end(JSON.stringify({ query: QUERY }));
  const [response] = await once(outgoing, 'response');
  const { errors } = JSON.parse(await text(response));
  return [response.statusCode, errors?.[0]?.extensions.code];
}

async function times<T>(count: number, ask: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  while (answers.length < count) answers.push(await ask());
  return answers;
}

const LIMITED = [429, 'RATE_LIMITED'];

test('an address that asks too often is held back, over HTTP and WebSocket; others are not', async () => {
  const answers = await times(11, () => askFrom(address(2)));
  expect(answers.map(([status]) => status)).toEqual([...Array(10).fill(200), 429]);
  expect(answers[10]).toEqual(LIMITED);
  expect(await askFrom(address(3))).toEqual([200, undefined]);

  // The first of ten is connection_init; another subscription keeps the socket open.
  const client = server.webSocketClient();
  void client.iterate({ query: 'subscription { crowdEvents { cursor } }' }).next();
  const over = async () => (await client.iterate({ query: QUERY }).next()).value;
  expect((await times(8, over)).every(({ data }) => data !== undefined)).toBe(true);
  await expect(over()).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  const late = server.webSocketClient();
  await expect(late.iterate({ query: QUERY }).next()).rejects.toMatchObject({ code: 1013 });
});

test('whose token asks too often is held back, whatever the address', async () => {
  const token = (sub: string) =>
    new SignJWT({ role: 'viewer', sub, exp: Math.floor(Date.now() / 1000) + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
  const ana = { authorization: `Bearer ${await token('ana')}` };
  await times(5, () => askFrom(address(4), ana));
  await times(5, () => askFrom(address(5), ana));
  expect(await askFrom(address(5), ana)).toEqual(LIMITED);
  const ben = { authorization: `Bearer ${await token('ben')}` };
  expect(await askFrom(address(5), ben)).toEqual([200, undefined]);
});

test('behind a trusted proxy, its clients are counted', async () => {
  const as = (client: string) => askFrom(PROXY, { 'x-forwarded-for': client });
  await times(10, () => as('192.0.2.1'));
  expect(await as('192.0.2.1')).toEqual(LIMITED);
  expect(await as('192.0.2.2')).toEqual([200, undefined]);
});

test('a thousand connections from one address harm nobody else', async () => {
  const { port } = new URL(server.url);
  let refused = 0;
  const flood = Array.from({ length: 1000 }, () => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: address(6) });
    socket.on('error', () => {});
    socket.on('close', () => (refused += 1));
    return socket;
  });
  await new Promise<void>((resolve) => {
    flood.forEach((socket) => socket.on('close', () => refused === 950 && resolve()));
  });
  expect(await askFrom(address(7))).toEqual([200, undefined]);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    localAddress: address(8),
  });
  await once(socket, 'open');
  socket.close();
  flood.forEach((each) => each.destroy());
});

test('the schema is told to nobody when introspection is off', async () => {
  const silent = await TestServer.start({ introspection: false });
  const code = 'GRAPHQL_VALIDATION_FAILED';
  expect(await silent.errorCode('{ __schema { types { name } } }')).toBe(code);
  const client = silent.webSocketClient();
  await expect(
    client.iterate({ query: '{ __type(name: "Query") { name } }' }).next(),
  ).rejects.toMatchObject([{ extensions: { code } }]);
  const typo = '{ broadcast { stat } }';
  const { errors } = await silent.ask(typo);
  expect(errors?.[0]?.message).not.toContain('state');
  await expect(client.iterate({ query: typo }).next()).rejects.toMatchObject([
    { message: expect.not.stringContaining('state') },
  ]);
  await silent.close();
});
