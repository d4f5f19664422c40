import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { EncodedVideoFrame } from '../src/frames.js';
import { pipelineClockUs } from '../src/frames.js';
import { WebRtcPeer, type WebRtcPeerOptions } from '../src/webrtc/WebRtcPeer.js';

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

/** A network in front of a local UDP port that loses every twentieth packet of media, both ways. */
export class LossyNetwork {
  readonly #sockets: Socket[] = [];
  #packets = 0;

  /** The port that stands for `port`. */
  async inFrontOf(port: number): Promise<number> {
    const [outside, inside] = await Promise.all([this.#socket(), this.#socket()]);
    let client: RemoteInfo | undefined;
    outside.on('message', (packet, sender) => {
      client = sender;
      if (!this.#loses(packet)) inside.send(packet, port, '127.0.0.1');
    });
    inside.on('message', (packet) => {
      if (client && !this.#loses(packet)) outside.send(packet, client.port, client.address);
    });
    return outside.address().port;
  }

  close(): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
  }

  /** RTP and RTCP are told apart from STUN and DTLS by their first byte (RFC 7983). */
  #loses(packet: Buffer): boolean {
    const first = packet[0] ?? 0;
    return first >= 128 && first < 192 && ++this.#packets % 20 === 0;
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    this.#sockets.push(socket);
    await once(socket, 'listening');
    return socket;
  }
}
