import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { EncodedVideoFrame } from '../src/frames.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { narrow, Network } from './support/Network.js';
import { present, watch, type Watching } from './support/peers.js';
import { startClient } from './support/server.js';

afterAll(shutdownWebRtc);

/** Resolves when frame has followed frame for a while without one that had to be asked for anew. */
async function untilUntroubled(viewer: Watching): Promise<void> {
  for (let before = -1; before !== viewer.counters().pliCount;) {
    before = viewer.counters().pliCount;
    for (let i = 0; i < 25; i++) await viewer.next(() => true);
  }
}

/** Of a key frame, which names its size behind its start code (RFC 6386 section 9.1). */
function width({ data }: EncodedVideoFrame): number {
  return Buffer.from(data).readUInt16LE(6) & 0x3fff;
}

test('behind a narrow line a viewer gets small pictures, and the others what they had', async () => {
  // The slow one is served by a process of its own.
  const { client } = await startClient({ viewersPerProcess: 1 });
  const pipeline = await client.create('MediaPipeline');
  const source = await client.create('PlayerEndpoint', {
    mediaPipeline: pipeline,
    uri: 'demo:crowd?width=640&height=480',
  });
  const network = new Network({ outwards: narrow(350_000) });
  onTestFinished(() => network.close());
  const other = await watch(client, { pipeline, source });
  await client.invoke(source, 'play');
  const slow = await watch(client, { pipeline, source }, network);
  const small = await slow.next((frame) => frame.key && width(frame) === 320);
  await untilUntroubled(slow);
  const keys = other.frames.filter(({ key }) => key);
  expect(keys.map(width)).toEqual(keys.map(() => 640));
  expect(other.counters()).toMatchObject({ packetsLost: 0, nackCount: 0 });
  expect(other.frames.some(({ timestampUs }) => timestampUs > small.timestampUs)).toBe(true);
});

test('a viewer that vanishes is told of, also before it has said anything', async () => {
  const { client } = await startClient();
  const pipeline = await client.create('MediaPipeline');
  const source = await present(client, pipeline);
  const mute = await watch(client, { pipeline, source }, new Network({ inwards: () => undefined }));
  await client.value('subscribe', { object: mute.endpoint, type: 'ConnectionStateChanged' });
  const muteIsGone = client.next(({ params }) => {
    const { type, data } = params?.value ?? {};
    return type === 'ConnectionStateChanged' && data.newState === 'DISCONNECTED';
  });
  const network = new Network({});
  const viewer = await watch(client, { pipeline, source }, network);
  const state = async () =>
    client.value('invoke', { object: viewer.endpoint, operation: 'getMediaState' });
  while ((await state()) !== 'CONNECTED') await viewer.next(() => true);
  await client.value('subscribe', { object: viewer.endpoint, type: 'MediaStateChanged' });
  network.close();
  const { data } = await client.event('MediaStateChanged');
  expect(data).toMatchObject({ oldState: 'CONNECTED', newState: 'DISCONNECTED' });
  await muteIsGone;
});
