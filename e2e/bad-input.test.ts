import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  firstOf,
  query,
  queryData,
  startCrowdlens,
  subscriber,
  type Crowdlens,
} from './support/crowdlens.js';

let server: Crowdlens;

beforeAll(async () => {
  server = await startCrowdlens();
  await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
});

afterAll(() => server?.close());

const region = (points: [number, number][], config = {}): object => ({
  regions: [{ id: 'door', points: points.map(([x, y]) => ({ x, y })), config }],
});
const square: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const SET =
  'mutation ($input: SetRegionsOfInterestInput!) { setRegionsOfInterest(input: $input) { id } }';
const PUBLISH = 'mutation ($input: PublishInput!) { publish(input: $input) { id } }';
const WATCH = 'mutation ($input: WatchInput!) { watch(input: $input) { id } }';
const PLAY = 'mutation ($input: PlayInput!) { play(input: $input) { id } }';
const CANDIDATE = 'mutation ($input: IceCandidateInput!) { addIceCandidate(input: $input) }';

test.each([
  ['two points', SET, region(square.slice(0, 2)), 'BAD_USER_INPUT', /3 to 64 points/],
  [
    'a polygon that crosses itself',
    SET,
    region([square[0]!, square[2]!, square[1]!, square[3]!]),
    'BAD_USER_INPUT',
    /cross/i,
  ],
  ['a point outside the picture', SET, region([...square, [0, 1.5]]), 'BAD_USER_INPUT', /1\.5/],
  [
    'levels that do not rise',
    SET,
    region(square, { occupancyLevelMin: 50, occupancyLevelMed: 40 }),
    'BAD_USER_INPUT',
    /occupancyLevel/,
  ],
  [
    'regions of an unknown broadcast',
    SET,
    { ...region(square), broadcastId: 'nobody' },
    'BROADCAST_NOT_FOUND',
    /nobody/,
  ],
  ['an old revision', SET, { ...region(square), expectedRevision: 99 }, 'REVISION_CONFLICT', /99/],
  ['an offer that is no SDP', WATCH, { sdpOffer: 'garbage' }, 'SDP_INVALID', /SDP|offer/i],
  [
    'an unknown broadcast to watch',
    WATCH,
    { broadcastId: 'nobody', sdpOffer: 'v=0' },
    'BROADCAST_NOT_FOUND',
    /nobody/,
  ],
  ['a presenter who offers garbage', PUBLISH, { sdpOffer: 'garbage' }, 'SDP_INVALID', /SDP|offer/i],
  [
    'a file outside MEDIA_DIR',
    PLAY,
    { uri: '../../etc/passwd' },
    'BAD_USER_INPUT',
    /media directory/,
  ],
  ['an address of another kind', PLAY, { uri: 'gopher://x' }, 'BAD_USER_INPUT', /gopher/],
  [
    'a candidate for an unknown session',
    CANDIDATE,
    { sessionId: 'nobody', candidate: '' },
    'SESSION_NOT_FOUND',
    /nobody|session/i,
  ],
])(
  '%s gets a code, a sentence, and the broadcast goes on',
  async (_, document, input, code, says) => {
    const { errors } = await query(server, document, { input });
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions.code).toBe(code);
    expect(errors![0]!.message).toMatch(says);
    expect(errors![0]!.extensions).not.toHaveProperty('stacktrace');
    await expectStillLive();
  },
);

test('pages from elsewhere reach neither HTTP nor WebSocket', async () => {
  const origin = 'https://evil.example';
  const response = await fetch(`${server.url}/graphql?query={broadcasts{id}}`, {
    headers: { origin, 'apollo-require-preflight': 'yes' },
  });
  expect(response.status).toBe(403);
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    {
      origin,
    },
  );
  await expect(
    new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject)),
  ).rejects.toThrow('403');
  await expectStillLive();
});

test('a socket that sends rubbish is closed, and the broadcast goes on', async () => {
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  );
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send(Buffer.from([0, 255, 1, 254])));
  expect(await closed).toBe(4400);
  await expectStillLive();
});

async function expectStillLive(): Promise<void> {
  const client = subscriber(server);
  await firstOf<{ measurements: object }>(
    client,
    'subscription { measurements { at } }',
    () => true,
  );
  await client.dispose();
}
