import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

const PLAY = 'mutation ($id: ID!) { play(input: { broadcastId: $id, uri: "demo:crowd" }) { id } }';
const STOP = 'mutation ($id: ID!) { stop(broadcastId: $id) { id } }';
const LEAVE = 'mutation ($id: ID!) { leave(sessionId: $id) }';
const STATE = '{ broadcast { state source viewerCount } }';
const INTERRUPTED_MS = 2000;

let server: TestServer;
/** Sees the demo crowd in a broadcast beside; what it gets is what the presenters of `main` send. */
let camera: RtcPeer;

beforeAll(async () => {
  server = await TestServer.start({ interruptedMs: INTERRUPTED_MS });
}, 60_000);
afterAll(async () => {
  await server.close();
  cleanUpPeers();
});
afterEach(async () => {
  closePeers();
  await server.get(STOP, { id: 'main' });
});

async function publish(resume: string | null = null): Promise<RtcPeer> {
  await server.get(PLAY, { id: 'camera' });
  camera = await RtcPeer.watch(server, 'camera');
  return RtcPeer.relay(server, camera, { resume });
}

test('a presenter goes live, and viewers get pictures', async () => {
  await publish();
  await server.untilState('LIVE');
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  expect(await server.get(STATE)).toEqual({
    broadcast: { state: 'LIVE', source: 'PRESENTER', viewerCount: 1 },
  });
});

test('a second presenter is refused, and so is a player', async () => {
  await publish();
  await expect(RtcPeer.relay(server, camera)).rejects.toThrow('PRESENTER_TAKEN');
  await expect(RtcPeer.relay(server, camera, { resume: 'wrong' })).rejects.toThrow(
    'PRESENTER_TAKEN',
  );
  expect(await server.errorCode(PLAY, { id: 'main' })).toBe('PRESENTER_TAKEN');
});

test('the secret of the earlier session replaces it at once; viewers stay', async () => {
  const first = await publish();
  await server.untilState('LIVE');
  const viewer = await RtcPeer.watch(server);
  const second = await RtcPeer.relay(server, camera, { resume: first.resumeSecret });
  expect(second.resumeSecret).toBe(first.resumeSecret);
  await server.untilState('LIVE');
  await viewer.nextPacket();
  expect(await server.get(STATE)).toMatchObject({ broadcast: { viewerCount: 1 } });
  expect(await server.get(LEAVE, { id: first.id })).toEqual({ leave: false });
});

test('who leaves may come back; who does not ends the broadcast', async () => {
  const first = await publish();
  await server.untilState('LIVE');
  await RtcPeer.watch(server);
  expect(await server.get(LEAVE, { id: first.id })).toEqual({ leave: true });
  expect(await server.get(STATE)).toEqual({
    broadcast: { state: 'INTERRUPTED', source: 'PRESENTER', viewerCount: 1 },
  });
  await expect(RtcPeer.relay(server, camera)).rejects.toThrow('PRESENTER_TAKEN');
  const second = await RtcPeer.relay(server, camera, { resume: first.resumeSecret });
  await server.untilState('LIVE');
  await server.get(LEAVE, { id: second.id });
  await server.untilState('IDLE');
  expect(await server.get(STATE)).toEqual({
    broadcast: { state: 'IDLE', source: null, viewerCount: 0 },
  });
});

test('a presenter replaces a player', async () => {
  await server.get(PLAY, { id: 'main' });
  await server.untilState('LIVE');
  await publish();
  await server.untilState('LIVE');
  expect(await server.get(STATE)).toMatchObject({ broadcast: { source: 'PRESENTER' } });
});

test('a presenter that vanishes is noticed', async () => {
  const presenter = await publish();
  await server.untilState('LIVE');
  presenter.close();
  await server.untilState('INTERRUPTED');
});
