import { once } from 'node:events';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { EncodedVideoFrame } from '../src/frames.js';
import { VideoFanOut } from '../src/rtp/send/video-fan-out.js';
import { shutdownWebRtc } from '../src/webrtc/transport.js';
import { WebRtcPeer } from '../src/webrtc/peer.js';
import { connectedPair, vp8LikeFrame } from './webrtc-support.js';

const peers: { close(): void }[] = [];
afterEach(() => peers.splice(0).forEach((peer) => peer.close()));
afterAll(shutdownWebRtc);

async function pair(
  ...options: Parameters<typeof connectedPair>
): Promise<[WebRtcPeer, WebRtcPeer]> {
  const both = await connectedPair(...options);
  peers.push(...both);
  return both;
}

test('frames travel between two peers whole and in order', async () => {
  const [publisher, receiver] = await pair();
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  peers.push(fanOut);
  const got: EncodedVideoFrame[] = [];
  const done = new Promise<void>((resolve) => {
    receiver.receivers.video!.on('frame', (frame) => {
      got.push(frame);
      if (got.length === 20) resolve();
    });
  });
  fanOut.add(publisher.senders.video!);
  const sent = Array.from({ length: 20 }, (_, i) => vp8LikeFrame(i === 0, 300 * i + 10, i));
  for (const frame of sent) {
    fanOut.send(frame);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
  expect(got.map(({ data }) => Buffer.from(data))).toEqual(
    sent.map(({ data }) => Buffer.from(data)),
  );
  expect(got.map(({ key }) => key)).toEqual(sent.map(({ key }) => key));
  expect(receiver.getStats().inbound.video).toMatchObject({ packetsLost: 0, framesReceived: 20 });
  const stats = publisher.getStats();
  expect(stats.candidatePair?.local).toContain('127.0.0.1');
  expect(stats.outbound.video?.packetsSent).toBe(
    receiver.getStats().inbound.video?.packetsReceived,
  );
});

test('a peer that closes says goodbye', async () => {
  const [a, b] = await pair();
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  peers.push(fanOut);
  const heard = once(b, 'mediaState');
  fanOut.add(a.senders.video!);
  fanOut.send(vp8LikeFrame(true, 100));
  expect(await heard).toEqual(['connected']);
  const gone = once(b, 'mediaState');
  a.close();
  expect(await gone).toEqual(['disconnected']);
});

test('a closed peer refuses politely', async () => {
  const peer = WebRtcPeer.create();
  const closed = once(peer, 'closed');
  peer.close();
  await closed;
  peer.close();
  await expect(peer.processOffer('v=0')).rejects.toMatchObject({ code: 'PEER_CLOSED' });
  expect(peer.getStats().candidatePair).toBeUndefined();
});
