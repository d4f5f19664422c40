import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AudioFanOut } from '../src/rtp/send/AudioFanOut.js';
import { VideoFanOut } from '../src/rtp/send/VideoFanOut.js';
import type { IceCandidate } from '../src/webrtc/iceCandidate.js';
import { WebRtcPeer } from '../src/webrtc/WebRtcPeer.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { launchChromium, type TestBrowser } from './support/chromium.js';
import { losingEvery, Network } from './support/Network.js';
import { LOOPBACK } from './support/connectedPair.js';

let browser: TestBrowser;
let page: Page;
let peers: Map<string, WebRtcPeer>;

beforeAll(async () => void (browser = await launchChromium()), 30_000);

afterEach(async () => {
  await page.close();
  for (const peer of peers.values()) peer.close();
});

afterAll(async () => {
  await browser.close();
  shutdownWebRtc();
});

/** A page whose offers are answered by peers that `onPeer` connects; all through `network` if there is one. */
async function openPage(
  onPeer: (name: string, peer: WebRtcPeer) => void,
  network?: Network,
): Promise<void> {
  peers = new Map();
  page = await browser.openPage();
  await page.exposeFunction('offerTo', async (name: string, sdp: string) => {
    const peer = WebRtcPeer.create(LOOPBACK);
    peers.set(name, peer);
    const answer = await peer.processOffer(sdp);
    const candidates: IceCandidate[] = [];
    peer.on('candidate', (candidate) => candidates.push(candidate));
    const gathered = once(peer, 'gatheringDone');
    peer.gatherCandidates();
    await gathered;
    onPeer(name, peer);
    return {
      answer,
      candidates: network ? await Promise.all(candidates.map((c) => network.hide(c))) : candidates,
    };
  });
  await page.exposeFunction('candidateTo', (name: string, candidate: IceCandidate) => {
    // Known to the server, it would be a way round the network.
    if (!network) peers.get(name)?.addIceCandidate(candidate);
  });
  await page.addScriptTag({ content: PAGE_SCRIPT });
}

const PAGE_SCRIPT = `
  const connections = {};
  const players = {};
  async function join(name, prepare) {
    const connection = (connections[name] = new RTCPeerConnection());
    await prepare(connection);
    // Sound is decoded only where something plays it.
    const player = (players[name] = document.body.appendChild(document.createElement('video')));
    connection.ontrack = ({ streams: [stream] }) => Object.assign(player, { autoplay: true, srcObject: stream });
    connection.onicecandidate = ({ candidate }) => candidate && candidateTo(name, candidate.toJSON());
    await connection.setLocalDescription();
    const { answer, candidates } = await offerTo(name, connection.localDescription.sdp);
    await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    for (const candidate of candidates) await connection.addIceCandidate(candidate);
  }
  function publish(name) {
    return join(name, async (connection) => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 }, audio: true });
      for (const track of stream.getTracks()) connection.addTrack(track, stream);
    });
  }
  function watch(name) {
    return join(name, (connection) => {
      connection.addTransceiver('audio', { direction: 'recvonly' });
      connection.addTransceiver('video', { direction: 'recvonly' });
    });
  }
  async function inbound(name, kind) {
    const stats = [...(await connections[name].getStats()).values()];
    return stats.find((entry) => entry.type === 'inbound-rtp' && entry.kind === kind) ?? {};
  }
  // Statistics have no events: they are asked for with each picture that is shown.
  async function untilItPlays(name, frames) {
    for (;;) {
      const video = await inbound(name, 'video');
      const audio = await inbound(name, 'audio');
      if (video.framesDecoded >= frames && audio.totalSamplesReceived > 48000 && audio.totalAudioEnergy > 0) return video;
      await new Promise((resolve) => players[name].requestVideoFrameCallback(resolve));
    }
  }
`;

/** Video statistics of a peer of the page once it decoded so many frames, and heard a second of sound. */
async function untilItPlays(name: string, frames: number): Promise<object> {
  return page.evaluate(`untilItPlays('${name}', ${frames})`);
}

/** Sends what a presenter publishes to it and to everybody else. */
class PassThrough {
  readonly #video = new VideoFanOut({
    codec: 'VP8',
    onKeyFrameRequest: () => this.presenter?.receivers.video?.requestKeyFrame(),
  });
  readonly #audio = new AudioFanOut('OPUS');
  presenter: WebRtcPeer | undefined;

  readonly join = (name: string, peer: WebRtcPeer): void => {
    if (name === 'presenter') {
      this.presenter = peer;
      peer.receivers.video!.on('frame', (frame) => this.#video.send(frame));
      peer.receivers.audio!.on('frame', (frame) => this.#audio.send(frame));
    }
    this.#video.add(peer.senders.video!);
    this.#audio.add(peer.senders.audio!);
  };

  close(): void {
    this.#video.close();
    this.#audio.close();
  }
}

test('a camera in Chromium comes back on its own m-line and goes to two viewers, undecoded', async () => {
  const passThrough = new PassThrough();
  await openPage(passThrough.join);
  await page.evaluate(`publish('presenter')`);
  await untilItPlays('presenter', 30);
  await page.evaluate(`Promise.all([watch('viewer1'), watch('viewer2')])`);
  for (const name of ['presenter', 'viewer1', 'viewer2']) {
    expect(await untilItPlays(name, 60)).toMatchObject({
      frameWidth: 640,
      frameHeight: 480,
      packetsLost: 0,
    });
  }
  expect(passThrough.presenter?.getStats().inbound.video).toMatchObject({ packetsLost: 0 });
  const closed = once(peers.get('viewer1')!, 'closed');
  await page.evaluate(`connections.viewer1.close()`);
  await closed;
  passThrough.close();
});

test('through a network that loses packets both ways the picture is repaired', async () => {
  const network = new Network({ inwards: losingEvery(20), outwards: losingEvery(20) });
  const passThrough = new PassThrough();
  await openPage(passThrough.join, network);
  await page.evaluate(`publish('presenter')`);
  expect(await untilItPlays('presenter', 100)).toMatchObject({ frameWidth: 640 });
  const { inbound, outbound } = passThrough.presenter!.getStats();
  expect(inbound.video?.nackCount).toBeGreaterThan(0);
  expect(outbound.video?.nackCount).toBeGreaterThan(0);
  passThrough.close();
  network.close();
});
