import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

const PLAY = `mutation ($id: ID! = "main", $uri: String! = "demo:crowd") {
  play(input: { broadcastId: $id, uri: $uri }) { id state source }
}`;
const YEAR_MS = 365 * 24 * 3600 * 1000;
const STOP = 'mutation ($id: ID! = "main") { stop(broadcastId: $id) { state viewerCount } }';
const BROADCAST = '{ broadcast { state source viewerCount revision startedAt regions { id } } }';
const SET_REGIONS = `mutation ($input: SetRegionsOfInterestInput!) {
  setRegionsOfInterest(input: $input) { revision processingWidth regions { id config { occupancyLevelMax } } }
}`;
const EVENTS = `subscription ($after: String) {
  crowdEvents(after: $after) { cursor skipped event { __typename id sequence at revision regionId } }
}`;

interface EventMessage {
  crowdEvents: {
    cursor: string;
    skipped: number;
    event: { __typename: string; sequence: number; revision: number; regionId: string };
  };
}

const leftHalf = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 1 },
  { x: 0, y: 1 },
];

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ maxViewers: 2, broadcastIdleMs: YEAR_MS });
});
afterAll(async () => {
  await server.close();
  cleanUpPeers();
});
afterEach(async () => {
  closePeers();
  await server.get(STOP);
});

async function next<T>(stream: AsyncIterator<T>): Promise<T> {
  const { value, done } = await stream.next();
  if (done) throw new Error('The stream has ended.');
  return value;
}

async function firstOfRegion(
  events: AsyncIterable<{ data?: EventMessage | null }>,
  regionId: string,
) {
  for await (const { data } of events) {
    if (data?.crowdEvents.event.regionId === regionId) return data.crowdEvents.event;
  }
  return undefined;
}

test('an idle broadcast measures the whole picture', async () => {
  expect(
    await server.get('{ broadcasts { id state source regions { id points { x y } } } }'),
  ).toEqual({
    broadcasts: [
      {
        id: 'main',
        state: 'IDLE',
        source: null,
        regions: [
          {
            id: 'all',
            points: [
              { x: 0, y: 0 },
              { x: 1, y: 0 },
              { x: 1, y: 1 },
              { x: 0, y: 1 },
            ],
          },
        ],
      },
    ],
  });
});

test('the demo crowd goes live, is measured, and raises events', async () => {
  const measurements = server.subscribe<{
    measurements: { regions: { regionId: string; occupancy: number }[] };
  }>(
    'subscription { measurements(throttleMs: 0) { at regions { regionId occupancy occupancyLevel } } }',
  );
  const events = server.subscribe<EventMessage>(EVENTS);
  const first = next(events);
  await server.get(PLAY);
  await server.untilState('LIVE');
  expect(await server.get(BROADCAST)).toMatchObject({
    broadcast: {
      state: 'LIVE',
      source: 'PLAYER',
      startedAt: expect.stringMatching(/T.*\.\d{3}Z$/),
    },
  });
  const frame = await next(measurements);
  expect(frame.data!.measurements.regions.map(({ regionId }) => regionId)).toEqual(['all']);
  expect((await first).data!.crowdEvents).toMatchObject({
    skipped: 0,
    event: { regionId: 'all', sequence: expect.any(Number) },
  });
});

test('a viewer gets pictures and is counted; stopping ends it', async () => {
  await server.get(PLAY);
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  expect(await server.get(BROADCAST)).toMatchObject({ broadcast: { viewerCount: 1 } });
  expect(await server.get(STOP)).toEqual({ stop: { state: 'IDLE', viewerCount: 0 } });
  expect(
    await server.get('mutation ($id: ID!) { leave(sessionId: $id) }', { id: viewer.id }),
  ).toEqual({ leave: false });
  viewer.close();
});

test('a viewer that vanishes is noticed', async () => {
  await server.get(PLAY);
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  const counts = server.subscribe<{ broadcastChanged: { viewerCount: number } }>(
    'subscription { broadcastChanged { viewerCount } }',
  );
  expect((await next(counts)).data!.broadcastChanged.viewerCount).toBe(1);
  viewer.close();
  expect((await next(counts)).data!.broadcastChanged.viewerCount).toBe(0);
});

test('more viewers than allowed are refused', async () => {
  await server.get(PLAY);
  const viewers = [await RtcPeer.watch(server), await RtcPeer.watch(server)];
  await expect(RtcPeer.watch(server)).rejects.toThrow('LIMIT_EXCEEDED');
  const [first] = viewers;
  await server.get('mutation ($id: ID!) { leave(sessionId: $id) }', { id: first!.id });
  viewers.push(await RtcPeer.watch(server));
  viewers.forEach((viewer) => viewer.close());
});

describe('regions', () => {
  test('edited while live: viewers go on, events carry the new revision', async () => {
    await server.get(PLAY);
    const viewer = await RtcPeer.watch(server);
    await viewer.nextPacket();
    const { broadcast } = await server.get<{ broadcast: { revision: number } }>(BROADCAST);
    const events = server.subscribe<EventMessage>(EVENTS);
    const changed = await server.get<{ setRegionsOfInterest: { revision: number } }>(SET_REGIONS, {
      input: {
        expectedRevision: broadcast.revision,
        processingWidth: 400,
        regions: [{ id: 'left', points: leftHalf, config: { occupancyLevelMax: 90 } }],
      },
    });
    expect(changed).toEqual({
      setRegionsOfInterest: {
        revision: broadcast.revision + 1,
        processingWidth: 400,
        regions: [{ id: 'left', config: { occupancyLevelMax: 90 } }],
      },
    });
    await viewer.nextPacket();
    expect(await firstOfRegion(events, 'left')).toMatchObject({
      revision: broadcast.revision + 1,
    });
    viewer.close();
  });

  test('an edit of an old revision is refused', async () => {
    const input = { regions: [], expectedRevision: 0 };
    expect(await server.errorCode(SET_REGIONS, { input })).toBe('REVISION_CONFLICT');
  });

  test('many edits at once happen one after the other', async () => {
    await server.get(PLAY);
    const { broadcast } = await server.get<{ broadcast: { revision: number } }>(BROADCAST);
    const edits = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) =>
        server.get<{ setRegionsOfInterest: { revision: number } }>(SET_REGIONS, {
          input: { regions: [{ id, points: leftHalf }] },
        }),
      ),
    );
    const revisions = edits.map(({ setRegionsOfInterest: { revision } }) => revision);
    expect(Math.max(...revisions)).toBe(broadcast.revision + 4);
  });
});

test('a subscription goes on behind its cursor without gap or duplicate', async () => {
  await server.get(PLAY);
  const events = server.subscribe<EventMessage>(EVENTS);
  const seen = [await next(events), await next(events)].map(({ data }) => data!.crowdEvents);
  await events.return!();
  const resumed = server.subscribe<EventMessage>(EVENTS, { after: seen[0]!.cursor });
  const again = [await next(resumed), await next(resumed)].map(({ data }) => data!.crowdEvents);
  expect(again[0]).toEqual(seen[1]);
  expect(again.map(({ event }) => event.sequence)).toEqual([
    seen[1]!.event.sequence,
    seen[1]!.event.sequence + 1,
  ]);
});

test('what cannot be played is refused and leaves nothing behind', async () => {
  const variables = { id: 'nothing', uri: 'missing.webm' };
  expect(await server.errorCode(PLAY, variables)).toBe('BAD_USER_INPUT');
  expect(await server.errorCode(PLAY, { id: 'nothing', uri: 'http://127.0.0.1:9/x' })).toBe(
    'BAD_USER_INPUT',
  );
  expect(await server.get('{ broadcast(id: "nothing") { id } }')).toEqual({ broadcast: null });
});

test('a broadcast that nobody uses stays for as long as is wanted, a year for instance', async () => {
  await server.get(PLAY, { id: 'side' });
  await server.get(STOP, { id: 'side' });
  for (let asked = 0; asked < 5; asked += 1) {
    expect(await server.get('{ broadcast(id: "side") { id } }')).toEqual({
      broadcast: { id: 'side' },
    });
  }
  await server.get('mutation { deleteBroadcast(id: "side") }');
});

test('a source that says nothing does not hold up the stop', async () => {
  await server.get(PLAY);
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connected = once(silent, 'connection');
  const uri = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/a.webm`;
  const playing = server.errorCode(PLAY, { uri });
  const [socket] = await connected;
  expect(await server.get(STOP)).toEqual({ stop: { state: 'IDLE', viewerCount: 0 } });
  expect(await playing).toBe('BROADCAST_NOT_LIVE');
  socket.destroy();
  silent.close();
});

test('a broadcast can be made and deleted; main cannot', async () => {
  await server.get(PLAY, { id: 'second' });
  expect(await server.get('{ broadcasts { id } }')).toEqual({
    broadcasts: [{ id: 'main' }, { id: 'second' }],
  });
  const remove = 'mutation ($id: ID!) { deleteBroadcast(id: $id) }';
  expect(await server.get(remove, { id: 'second' })).toEqual({ deleteBroadcast: true });
  expect(await server.errorCode(remove, { id: 'second' })).toBe('BROADCAST_NOT_FOUND');
  expect(await server.errorCode(remove, { id: 'main' })).toBe('BAD_USER_INPUT');
});
