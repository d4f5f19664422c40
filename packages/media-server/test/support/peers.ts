import { onTestFinished } from 'vitest';
import { pipelineClockUs, type EncodedVideoFrame } from '../../src/frames.js';
import type { ReceiveCounters } from '../../src/rtp/receive/MediaReceiver.js';
import { VideoFanOut } from '../../src/rtp/send/VideoFanOut.js';
import { WebRtcPeer } from '../../src/webrtc/WebRtcPeer.js';
import { LOOPBACK } from './connectedPair.js';
import { clip } from './clip.js';
import type { Network } from './Network.js';
import type { RpcClient } from './RpcClient.js';

/** What a viewer gets. */
export interface Watching {
  /** Of the server. */
  readonly endpoint: string;
  readonly frames: EncodedVideoFrame[];
  counters(): ReceiveCounters;
  /** Resolves with the next frame that fits. */
  next(fits: (frame: EncodedVideoFrame) => boolean): Promise<EncodedVideoFrame>;
}

/** A viewer of an element of a server, through a network if there is one. */
export async function watch(
  client: RpcClient,
  { pipeline, source }: { pipeline: string; source: string },
  network?: Network,
): Promise<Watching> {
  const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
  await client.invoke(source, 'connect', { sink: endpoint });
  const peer = await join(client, endpoint, { direction: 'recvonly', network });
  const frames: EncodedVideoFrame[] = [];
  const video = peer.receivers.video!;
  video.on('frame', (frame) => frames.push(frame));
  return {
    endpoint,
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

/** A presenter that sends a clip over and over, 25 pictures a second. Returns its endpoint. */
export async function present(client: RpcClient, pipeline: string): Promise<string> {
  const endpoint = await client.create('WebRtcEndpoint', { mediaPipeline: pipeline });
  const peer = await join(client, endpoint, { direction: 'sendonly' });
  const frames = clip(100);
  let next = 0;
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => (next = 0) });
  fanOut.add(peer.senders.video!);
  const timer = setInterval(() => {
    fanOut.send({ ...frames[next]!, timestampUs: pipelineClockUs() });
    next = (next + 1) % frames.length;
  }, 40);
  onTestFinished(() => {
    clearInterval(timer);
    fanOut.close();
  });
  return endpoint;
}

/** Connects a peer to an endpoint of the server, with the kinds of media that it wants or has. */
export async function join(
  client: RpcClient,
  endpoint: string,
  {
    direction,
    kinds = ['video'],
    network,
  }: {
    direction: 'sendonly' | 'recvonly';
    kinds?: ('audio' | 'video')[];
    network?: Network | undefined;
  },
): Promise<WebRtcPeer> {
  const peer = WebRtcPeer.create({ ...LOOPBACK, direction });
  onTestFinished(() => peer.close());
  const offer = await peer.generateOffer(kinds);
  await peer.processAnswer(await client.invoke(endpoint, 'processOffer', { offer }));
  client.on('message', ({ params }) => {
    const { object, type, data } = params?.value ?? {};
    if (type !== 'IceCandidateFound' || object !== endpoint) return;
    void addCandidate(peer, data.candidate, network);
  });
  await client.value('subscribe', { object: endpoint, type: 'IceCandidateFound' });
  // Our own candidates stay unknown to the server: they would be a way round the network.
  await client.invoke(endpoint, 'gatherCandidates');
  return peer;
}

async function addCandidate(
  peer: WebRtcPeer,
  candidate: { candidate: string },
  network: Network | undefined,
): Promise<void> {
  peer.addIceCandidate(network ? await network.hide(candidate) : candidate);
}
