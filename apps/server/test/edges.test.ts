import { spawnMediaServer } from '@crowdlens/media-server';
import type { RunningMediaServer } from '@crowdlens/server';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { asOriginal } from './support/mediaProxy.js';
import { untilPipelines } from './support/pipelinesOf.js';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

const PLAY = `mutation ($id: ID! = "main") {
  play(input: { broadcastId: $id, uri: "demo:crowd?width=320&height=240" }) { id }
}`;
const LEAVE = 'mutation ($id: ID!) { leave(sessionId: $id) }';
const VIEWERS = '{ broadcast { viewerCount } }';

let server: TestServer;
afterEach(async () => {
  closePeers();
  await server.close();
  cleanUpPeers();
});

/** A media server without the crowd module. */
async function mediaServerWithoutDetector(): Promise<RunningMediaServer> {
  const media = await spawnMediaServer({ crowdDetector: false, logLevel: 'error' });
  onTestFinished(() => media.close());
  return media;
}

test('viewers are at the media server with least to do, which gets the stream while it has some', async () => {
  const edge = await mediaServerWithoutDetector();
  server = await TestServer.start({ edgeIdleMs: 200 }, undefined, undefined, [async () => edge]);
  await server.mediaServersAvailable(2);
  await server.get(PLAY);
  await server.untilState('LIVE');
  await untilPipelines(edge.url, 0);
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  await untilPipelines(edge.url, 1);

  await server.get(LEAVE, { id: viewer.id });
  await untilPipelines(edge.url, 0);
});

test('when an edge dies its viewers may come again at once, and are served elsewhere', async () => {
  const edge = await mediaServerWithoutDetector();
  server = await TestServer.start({}, undefined, undefined, [async () => edge]);
  await server.mediaServersAvailable(2);
  await server.get(PLAY);
  await server.untilState('LIVE');
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  const changes = server.subscribe<{ broadcastChanged: { state: string; viewerCount: number } }>(
    'subscription { broadcastChanged { state viewerCount } }',
  );
  await edge.close();
  for await (const { data } of changes) {
    expect(data?.broadcastChanged.state).toBe('LIVE');
    if (data?.broadcastChanged.viewerCount === 0) break;
  }
  const again = await RtcPeer.watch(server);
  await again.nextPacket();
});

test('beside media servers without a detector, as original Kurentos, one of ours detects', async () => {
  const kurento = await asOriginal(await mediaServerWithoutDetector());
  server = await TestServer.start({}, undefined, async (ours) => {
    await ours.close();
    return kurento;
  });
  await server.get(PLAY, { id: 'camera' });
  const camera = await RtcPeer.watch(server, 'camera');
  await RtcPeer.relay(server, camera);
  await server.untilState('LIVE');
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  const measured = server.subscribe<{ measurements: { regions: unknown[] } }>(
    'subscription { measurements { regions { occupancy } } }',
  );
  const { value } = await measured.next();
  expect(value.data.measurements.regions).toHaveLength(1);
  expect(await server.get(VIEWERS)).toEqual({ broadcast: { viewerCount: 1 } });
});
