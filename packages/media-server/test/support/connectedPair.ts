import type { EncodedVideoFrame } from '../../src/frames.js';
import { pipelineClockUs } from '../../src/frames.js';
import { WebRtcPeer, type WebRtcPeerOptions } from '../../src/webrtc/WebRtcPeer.js';

export const LOOPBACK: WebRtcPeerOptions = { bindAddress: '127.0.0.1' };

/** Lets two peers find each other: what a signalling server does. */
export function exchangeCandidates(a: WebRtcPeer, b: WebRtcPeer): void {
  a.on('candidate', (candidate) => b.addIceCandidate(candidate));
  b.on('candidate', (candidate) => a.addIceCandidate(candidate));
  a.gatherCandidates();
  b.gatherCandidates();
}

export function untilConnected(peer: WebRtcPeer): Promise<void> {
  return new Promise((resolve) => {
    peer.on('connectionState', (state) => {
      if (state === 'connected') resolve();
    });
  });
}

/** Two peers of ours, connected on the loopback interface. */
export async function connectedPair(
  offering: WebRtcPeerOptions = {},
  answering: WebRtcPeerOptions = {},
): Promise<[WebRtcPeer, WebRtcPeer]> {
  const a = WebRtcPeer.create({ ...LOOPBACK, ...offering });
  const b = WebRtcPeer.create({ ...LOOPBACK, ...answering });
  const connected = Promise.all([untilConnected(a), untilConnected(b)]);
  await a.processAnswer(await b.processOffer(await a.generateOffer()));
  exchangeCandidates(a, b);
  await connected;
  await Promise.all([untilOpen(a), untilOpen(b)]);
  return [a, b];
}

/** Connected comes a moment before packets can be sent, and what is sent in between is dropped. */
async function untilOpen({ senders }: WebRtcPeer): Promise<void> {
  for (const sender of [senders.video, senders.audio]) {
    if (!sender || sender.isOpen) continue;
    await new Promise<void>((resolve) => {
      sender.listener = { onOpen: resolve, onRtcp: () => {}, onReport: () => {} };
    });
    sender.listener = undefined;
  }
}

/** Bytes that look like a VP8 frame from outside: the lowest bit of the first says whether it is key. */
export function vp8LikeFrame(key: boolean, size: number, seed = 0): EncodedVideoFrame {
  const data = Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed) & 0xff);
  data[0] = key ? 0x10 : 0x11;
  return { codec: 'VP8', key, timestampUs: pipelineClockUs(), data };
}
