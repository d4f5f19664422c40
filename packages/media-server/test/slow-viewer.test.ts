import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { EncodedVideoFrame } from '../src/frames.js';
import type { ReceiveCounters } from '../src/rtp/receive/MediaReceiver.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { WebRtcPeer } from '../src/webrtc/WebRtcPeer.js';
import { narrow, Network } from './support/Network.js';
import type { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';
import { LOOPBACK } from './webrtc-support.js';

afterAll(shutdownWebRtc);

/** What a viewer gets. */
interface Watching {
  readonly frames: EncodedVideoFrame[];
  counters(): ReceiveCounters;
  /** Resolves with the next frame that fits. */
  next(fits: (frame: EncodedVideoFrame) => boolean): Promise<EncodedVideoFrame>;
}

/** A viewer of an element, through a network if there is one. */
async function watch(
  client: RpcClient,
  { pipeline, source }: { pipeline: string; source: string },
  network?: Network,
): Promise<Watching> {
  const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
  await client.invoke(source, 'connect', { sink: endpoint });
  const peer = WebRtcPeer.create({ ...LOOPBACK, direction: 'recvonly' });
  onTestFinished(() => peer.close());
  const offer = await peer.generateOffer(['video']);
  await peer.processAnswer(await client.invoke(endpoint, 'processOffer', { offer }));
  const frames: EncodedVideoFrame[] = [];
  const video = peer.receivers.video!;
  video.on('frame', (frame) => frames.push(frame));
  client.on('message', ({ params }) => {
    const { object, type, data } = params?.value ?? {};
    if (type !== 'IceCandidateFound' || object !== endpoint) return;
    void (async () =>
      peer.addIceCandidate((await network?.hide(data.candidate)) ?? data.candidate))();
  });
  await client.value('subscribe', { object: endpoint, type: 'IceCandidateFound' });
  await client.invoke(endpoint, 'gatherCandidates');
  // Our own candidates stay unknown to the server: they would be a way round the network.
  return {
    frames,
    counters: () => video.counters(),
    next: (fits) =>
      new Promise((resolve) => {
        const listener = (frame: EncodedVideoFrame) => {
          if (!fits(frame)) return;
          video.off('frame', listener);
          resolve(frame);
        };
        video.on('frame', listener);
      }),
  };
}

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
  const { client } = await startClient();
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
