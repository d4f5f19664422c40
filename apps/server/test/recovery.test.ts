import { afterEach, expect, test } from 'vitest';
import { cleanUpPeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

const PLAY =
  'mutation ($id: ID! = "main") { play(input: { broadcastId: $id, uri: "demo:crowd" }) { id } }';
const SET_REGIONS = `mutation ($id: ID! = "main", $regions: [RegionOfInterestInput!]!) {
  setRegionsOfInterest(input: { broadcastId: $id, regions: $regions, processingWidth: 640 }) { revision }
}`;
const triangle = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 0, y: 1 },
];

let server: TestServer;
afterEach(async () => {
  await server.close();
  cleanUpPeers();
});

test('a media server that dies is started again, and what played plays on', async () => {
  server = await TestServer.start();
  await server.get(PLAY);
  await server.untilState('LIVE');
  const lost = server.untilState('STARTING');
  await server.crashMediaServer();
  await lost;
  await server.untilState('LIVE');
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
});

test('without a media server the API answers and says so', async () => {
  server = await TestServer.start();
  await server.crashMediaServer();
  expect(await server.errorCode(PLAY)).toBe('MEDIA_SERVER_UNAVAILABLE');
  expect(await server.get('{ broadcast { state } }')).toEqual({ broadcast: { state: 'IDLE' } });
});

test('regions survive a restart', async () => {
  server = await TestServer.start();
  const regions = [{ id: 'a', points: triangle }];
  expect(await server.get(SET_REGIONS, { regions })).toEqual({
    setRegionsOfInterest: { revision: 2 },
  });
  await server.stop();
  server = await TestServer.start({}, server.folder);
  expect(
    await server.get('{ broadcast { revision processingWidth regions { id points { x y } } } }'),
  ).toEqual({ broadcast: { revision: 2, processingWidth: 640, regions } });
});

test('a broadcast that nobody uses goes, and finds its regions again when it returns', async () => {
  server = await TestServer.start({ broadcastIdleMs: 200, maxBroadcasts: 2 });
  await server.get(PLAY, { id: 'second' });
  expect(await server.errorCode(PLAY, { id: 'third' })).toBe('LIMIT_EXCEEDED');
  await server.get(SET_REGIONS, { id: 'second', regions: [{ id: 'a', points: triangle }] });
  const changes = server.subscribe('subscription { broadcastChanged(id: "second") { state } }');
  await changes.next();
  await server.get('mutation { stop(broadcastId: "second") { id } }');
  // The stream ends with its broadcast.
  for await (const _ of changes);
  expect(await server.get('{ broadcast(id: "second") { id } }')).toEqual({ broadcast: null });
  await server.get(PLAY, { id: 'second' });
  expect(await server.get('{ broadcast(id: "second") { revision regions { id } } }')).toEqual({
    broadcast: { revision: 2, regions: [{ id: 'a' }] },
  });
});
