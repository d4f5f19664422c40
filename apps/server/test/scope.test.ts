import { once } from 'node:events';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Answer } from './support/TestServer.js';
import { TestServer } from './support/TestServer.js';

const OPERATOR = 'the-operator-token';
const SUBPROTOCOL = 'graphql-transport-ws';
const SECRET = 'a-secret-of-at-least-thirty-two-bytes';

let server: TestServer;
/** Share links for the broadcast `mine`. */
let viewer: string;
let presenter: string;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = <Data>(query: string, token = OPERATOR, variables: object = {}) =>
  server.ask<Data>(query, variables, bearer(token));
const codeOf = async (query: string, token: string) =>
  (await ask(query, token)).errors?.[0]?.extensions?.code;

async function link(role: string): Promise<string> {
  const { data } = await ask<{ createShareLink: { token: string; broadcastId: string } }>(
    `mutation { createShareLink(input: { role: ${role}, broadcastId: "mine" }) { token broadcastId } }`,
  );
  expect(data!.createShareLink.broadcastId).toBe('mine');
  return data!.createShareLink.token;
}

beforeAll(async () => {
  server = await TestServer.start({ operatorToken: OPERATOR, jwtSecret: SECRET });
  await ask('mutation { play(input: { broadcastId: "mine", uri: "demo:crowd" }) { id } }');
  viewer = await link('VIEWER');
  presenter = await link('PRESENTER');
}, 60_000);
afterAll(() => server.close());

test('a link for one broadcast opens that one', async () => {
  expect(await ask('{ broadcast(id: "mine") { id } broadcasts { id } }', viewer)).toEqual({
    data: { broadcast: { id: 'mine' }, broadcasts: [{ id: 'mine' }] },
  });
  const own = [
    '{ crowdEvents(broadcastId: "mine") { edges { cursor } } }',
    '{ alertRules(broadcastId: "mine") { id } alerts { edges { cursor } } }',
    '{ regionHistory(broadcastId: "mine") { revision } }',
    '{ recordings { edges { cursor } } recording(id: "x") { id } }',
  ];
  for (const query of own) expect(await codeOf(query, viewer)).toBeUndefined();
  expect(await codeOf('mutation { stop(broadcastId: "mine") { id } }', presenter)).toBeUndefined();
});

const SERIES = 'regionId: "all", from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z"';

test.each([
  '{ broadcast(id: "main") { id } }',
  '{ broadcast(id: "none") { id } }',
  '{ crowdEvents { edges { cursor } } }',
  `{ series(${SERIES}, bucket: 3600) { at } }`,
  '{ busiest(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z") { at } }',
  '{ regionHistory { revision } }',
  `{ dryRun(input: { ${SERIES}, config: {} }) { measuredSeconds } }`,
  '{ alertRules { id } }',
  '{ recordings(broadcastId: "main") { edges { cursor } } }',
  '{ alerts(filter: { broadcastId: "main" }) { edges { cursor } } }',
  'mutation { publish(input: { sdpOffer: "v=0" }) { id } }',
  'mutation { watch(input: { sdpOffer: "v=0" }) { id } }',
  'mutation { play(input: { uri: "demo:crowd" }) { id } }',
  'mutation { stop { id } }',
  'mutation { setOverlay(input: { mode: NONE }) { id } }',
  'mutation { deleteBroadcast(id: "mine") }',
  '{ webhooks { id } }',
  'mutation { createShareLink(input: {}) { token } }',
])('it does not open %s', async (query) => {
  expect(await codeOf(query, presenter)).toBe('FORBIDDEN');
});

test.each(['crowdEvents { cursor }', 'measurements { at }', 'broadcastChanged { id }'])(
  'subscription { %s } is refused over WebSocket, also beside somebody who may',
  async (field) => {
    const query = `subscription { ${field} }`;
    const first = async (token: string) => {
      const stream = server.webSocketClient(bearer(token)).iterate({ query });
      const { value } = (await stream.next()) as { value: Answer<object> };
      return value;
    };
    const operator = server.webSocketClient(bearer(OPERATOR)).iterate({ query });
    void operator.next();
    expect(await first(viewer)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await operator.return?.();
  },
);

test('the doors that are no GraphQL are closed, too', async () => {
  const post = (path: string, token: string) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { ...bearer(token), 'content-type': 'application/sdp' },
      body: 'v=0',
    });
  expect((await post('/whip/main', presenter)).status).toBe(403);
  expect((await post('/whep/main', viewer)).status).toBe(403);
  const events = (id: string) =>
    fetch(`${server.url}/export/${id}/events.csv`, { headers: bearer(viewer) });
  expect((await events('main')).status).toBe(403);
  expect((await events('mine')).status).toBe(200);
  const picture = async (path: string, token = viewer) =>
    (await fetch(`${server.url}/${path}`, { headers: bearer(token) })).status;
  expect(await picture('snapshot/main.jpg')).toBe(403);
  expect(await picture('snapshot/mine.jpg')).not.toBe(403);
  expect(await picture('snapshot/alert/x.jpg')).toBe(403);
  expect(await picture('snapshot/alert/x.jpg', OPERATOR)).toBe(404);
  expect(await picture('recordings/x.webm')).toBe(403);
  expect(await picture('recordings/x.webm', OPERATOR)).toBe(404);
});

test('an operator is for all broadcasts, and a scope that is none opens nothing', async () => {
  const refused =
    'mutation { createShareLink(input: { role: OPERATOR, broadcastId: "mine" }) { token } }';
  expect(await codeOf(refused, OPERATOR)).toBe('BAD_USER_INPUT');
  const bad = 'mutation { createShareLink(input: { broadcastId: "a/b" }) { token } }';
  expect(await codeOf(bad, OPERATOR)).toBe('BAD_USER_INPUT');
  const exp = Math.floor(Date.now() / 1000) + 3600;
  for (const claims of [{ broadcast: 42 }, { role: 'operator', broadcast: 'mine' }]) {
    const token = await new SignJWT({ role: 'viewer', exp, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
    expect(await codeOf('{ iceServers { urls } }', token)).toBe('UNAUTHENTICATED');
  }
});

/** Address of the recording of "mine", as it is given to whoever has the token. */
async function recordingUrl(token: string): Promise<string> {
  const { data } = await ask<{ recordings: { edges: { node: { url: string } }[] } }>(
    '{ recordings(broadcastId: "mine") { edges { node { url } } } }',
    token,
  );
  return data!.recordings.edges[0]!.node.url;
}

/** Begins a download, and takes the rest, whose end it returns, when it is told to. */
async function slowDownload(path: string | URL, token?: string): Promise<() => Promise<number>> {
  const response = await fetch(new URL(path, server.url), { headers: token ? bearer(token) : {} });
  return async () => (await response.arrayBuffer()).byteLength;
}

test('a link that is taken back ends what came in with it, and lets nobody in again', async () => {
  const { data } = await ask<{ createShareLink: { id: string; token: string } }>(
    'mutation { createShareLink(input: { name: "lobby", broadcastId: "mine" }) { id token } }',
  );
  const { id, token } = data!.createShareLink;
  await ask('mutation { play(input: { broadcastId: "mine", uri: "demo:crowd" }) { id } }');
  await server.untilState('LIVE', 'mine', bearer(OPERATOR));
  await ask('mutation { startRecording(input: { broadcastId: "mine" }) { id } }');
  await ask('mutation { stopRecording(broadcastId: "mine") { id } }');
  const links = async () =>
    (await ask<{ shareLinks: object[] }>('{ shareLinks { id name role createdBy } }')).data!
      .shareLinks;
  const link = { id, name: 'lobby', role: 'VIEWER', createdBy: 'operator' };
  expect(await links()).toContainEqual(link);

  const recorded = [await recordingUrl(OPERATOR), await recordingUrl(token)];
  const statuses = () =>
    Promise.all(recorded.map(async (path) => (await fetch(server.url + path)).status));
  expect(await statuses()).toEqual([200, 200]);

  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, SUBPROTOCOL);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  const init = { type: 'connection_init', payload: { authorization: `Bearer ${token}` } };
  socket.send(JSON.stringify(init));
  await once(socket, 'message');
  const stream = await fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { broadcastChanged(id: "mine") { id } }' }),
  });
  const cut = stream.text().catch(() => 'cut');

  const [theirs, ours] = recorded.map((path) => new URL(path, server.url));
  // More than the system's buffers hold.
  await truncate(join(server.folder, ours!.pathname), 64 * 1024 * 1024);
  const untouched = await slowDownload(theirs!);
  const downloads = [await slowDownload(ours!), await slowDownload(theirs!.pathname, token)];

  const revoke = `mutation { revokeShareLink(id: "${id}") }`;
  expect(await codeOf(revoke, presenter)).toBe('FORBIDDEN');
  expect(await ask(revoke)).toEqual({ data: { revokeShareLink: true } });
  expect(await closed).toBe(4403);
  expect(await cut).toBe('cut');
  for (const rest of downloads) await expect(rest()).rejects.toThrow('terminated');
  expect(await untouched()).toBe(64 * 1024 * 1024);
  expect(await statuses()).toEqual([200, 401]);
  expect((await fetch(ours!, { headers: { range: 'bytes=1000-' } })).status).toBe(401);
  expect(await codeOf('{ iceServers { urls } }', token)).toBe('UNAUTHENTICATED');
  expect(await links()).not.toContainEqual(link);
  expect(await ask(revoke)).toEqual({ data: { revokeShareLink: false } });
});
