import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { EncodedVideoFrame } from '../src/frames.js';
import { VideoFanOut } from '../src/rtp/send/VideoFanOut.js';
import { shutdownWebRtc } from '../src/webrtc/Transport.js';
import { WebRtcPeer } from '../src/webrtc/WebRtcPeer.js';
import type { IceCandidate } from '../src/webrtc/iceCandidate.js';
import {
  connectedPair,
  exchangeCandidates,
  LOOPBACK,
  untilConnected,
  vp8LikeFrame,
} from './support/connectedPair.js';
import { freeUdpPort } from './support/freeUdpPort.js';

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

test('negotiation out of turn is refused by name', async () => {
  const peer = WebRtcPeer.create();
  peers.push(peer);
  await expect(peer.processAnswer('v=0')).rejects.toMatchObject({
    code: 'SDP_END_POINT_NOT_OFFER_GENERATED',
  });
  await expect(peer.processOffer('')).rejects.toMatchObject({ code: 'SDP_PARSE_ERROR' });
  const offer = await peer.generateOffer();
  await expect(peer.processOffer(offer)).rejects.toMatchObject({
    code: 'SDP_END_POINT_ALREADY_NEGOTIATED',
  });
  const other = WebRtcPeer.create();
  peers.push(other);
  const answer = await other.processOffer(offer);
  await peer.processAnswer(answer);
  await expect(peer.processAnswer(answer)).rejects.toMatchObject({
    code: 'SDP_END_POINT_ANSWER_ALREADY_PROCCESED',
  });
});

test('an offer without media is answered by one without media, as Kurento does', async () => {
  const peer = WebRtcPeer.create();
  peers.push(peer);
  const answer = await peer.processOffer('v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n');
  expect(answer).toMatch(/^v=0\r\no=- .*\r\ns=-\r\nt=0 0\r\n/);
  expect(answer).not.toContain('m=');
});

test('candidates are kept until they are asked for', async () => {
  const peer = WebRtcPeer.create(LOOPBACK);
  const other = WebRtcPeer.create(LOOPBACK);
  peers.push(peer, other);
  const candidates: IceCandidate[] = [];
  peer.on('candidate', (candidate) => candidates.push(candidate));
  const gathered = once(other, 'gatheringDone');
  await peer.processOffer(await other.generateOffer(['video']));
  other.gatherCandidates();
  await gathered;
  expect(candidates).toEqual([]);
  const done = once(peer, 'gatheringDone');
  peer.gatherCandidates();
  await done;
  expect(candidates).toEqual([
    {
      candidate: expect.stringMatching(/^candidate:.* 127\.0\.0\.1 .* typ host/),
      sdpMid: '0',
      sdpMLineIndex: 0,
    },
  ]);
});

test('candidates may come before the description, bad ones do no harm', async () => {
  const offering = WebRtcPeer.create(LOOPBACK);
  const answering = WebRtcPeer.create(LOOPBACK);
  peers.push(offering, answering);
  const offer = await offering.generateOffer();
  offering.on('candidate', (candidate) => answering.addIceCandidate(candidate));
  const gathered = once(offering, 'gatheringDone');
  offering.gatherCandidates();
  await gathered;
  expect(() => answering.addIceCandidate({ candidate: 'garbage' })).toThrow(
    expect.objectContaining({ code: 'ICE_ADD_CANDIDATE_ERROR' }),
  );
  answering.addIceCandidate({ candidate: 'candidate:1 1 UDP 1 abc.local 5 typ host' });
  answering.addIceCandidate({ candidate: 'candidate:1 1 UDP 1 192.0.2.1 99999999 typ host' });
  const connected = Promise.all([untilConnected(offering), untilConnected(answering)]);
  await offering.processAnswer(await answering.processOffer(offer));
  exchangeCandidates(answering, offering);
  await connected;
});

test.each([
  ['PEER_OPTIONS_INVALID', { iceServers: ['nonsense://x'] }],
  ['PEER_TRANSPORT_FAILED', { portRange: { begin: 2000, end: 1000 } }],
  ['PEER_TRANSPORT_FAILED', { bindAddress: '203.0.113.77' }],
])('%s: options that cannot be used are refused by name', async (code, options) => {
  const peer = WebRtcPeer.create({ ...LOOPBACK, ...options });
  peers.push(peer);
  await expect(peer.generateOffer()).rejects.toMatchObject({ code });
});

test('each peer takes a port of the range, one too many is refused', async () => {
  const begin = await freeUdpPort();
  const options = { ...LOOPBACK, portRange: { begin, end: begin } };
  const first = WebRtcPeer.create(options);
  const second = WebRtcPeer.create(options);
  peers.push(first, second);
  const offers = await Promise.allSettled([first.generateOffer(), second.generateOffer()]);
  expect(offers).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'PEER_TRANSPORT_FAILED' } },
  ]);
});

test('a port that somebody else has is refused, not fatal', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const peer = WebRtcPeer.create({ ...LOOPBACK, udpMuxPort: socket.address().port });
  peers.push(peer);
  await expect(peer.generateOffer()).rejects.toMatchObject({ code: 'PEER_TRANSPORT_FAILED' });
  socket.close();
});

test('many peers share one UDP port', async () => {
  const answering = { udpMuxPort: await freeUdpPort() };
  const pairs = await Promise.all(Array.from({ length: 4 }, () => pair({}, answering)));
  for (const [, peer] of pairs) {
    expect(peer.getStats().candidatePair?.local).toContain(` ${answering.udpMuxPort} `);
  }
});

test('a listener that throws ends its own peer, nothing else', async () => {
  const [publisher, receiver] = await pair();
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  peers.push(fanOut);
  const failure = new Error('a listener of a test');
  receiver.receivers.video!.on('frame', () => {
    throw failure;
  });
  const failed = once(receiver, 'failed');
  const closed = once(receiver, 'closed');
  fanOut.add(publisher.senders.video!);
  fanOut.send(vp8LikeFrame(true, 100));
  expect(await failed).toEqual([failure]);
  await closed;
});

test('peers in directions: one sends, one receives', async () => {
  const [publisher, viewer] = await pair({ direction: 'sendonly' }, { direction: 'recvonly' });
  expect([publisher.receivers, viewer.senders]).toEqual([{}, {}]);
  expect(publisher.senders.video?.codec).toBe('VP8');
  expect(viewer.receivers.audio?.codec).toBe('OPUS');
});

test('a peer is told how much video it may send', async () => {
  const limits = { min: undefined, max: 250_000 };
  const [publisher] = await pair({}, { videoRecvLimits: () => limits });
  const fanOut = new VideoFanOut({ codec: 'VP8', onKeyFrameRequest: () => {} });
  peers.push(fanOut);
  const sender = publisher.senders.video!;
  fanOut.add(sender);
  const told = new Promise<number>((resolve) => {
    sender.listener!.onRtcp = (packet) => {
      if (packet.type === 'REMB') resolve(packet.bitsPerSecond);
    };
  });
  fanOut.send(vp8LikeFrame(true, 100));
  expect(await told).toBeCloseTo(250_000, -3);
});

test('messages travel over data channels that either side opens, and closing is told', async () => {
  const [a, b] = await pair({ offersData: true });
  const opened = [once(a.data, 'opened'), once(b.data, 'opened')];
  a.createDataChannel({ label: 'chat', protocol: 'plain' });
  const [[id]] = (await Promise.all(opened)) as [[number], [number]];
  const received = once(b.data, 'message');
  a.data.send('hello');
  expect(await received).toEqual(['hello']);
  const bytes = once(a.data, 'message');
  b.data.send(Buffer.from([1, 2, 3]));
  expect(await bytes).toEqual([Buffer.from([1, 2, 3])]);
  expect(a.data.counters()).toEqual([
    {
      id,
      label: 'chat',
      protocol: 'plain',
      messagesSent: 1,
      bytesSent: 5,
      messagesReceived: 1,
      bytesReceived: 3,
    },
  ]);
  const openedByOther = once(a.data, 'opened');
  b.createDataChannel({ label: 'second' });
  await openedByOther;
  const closed = once(b.data, 'closed');
  expect(a.data.close(id)).toBe(true);
  expect(await closed).toEqual([id]);
  expect(a.data.close(99)).toBe(false);
});

test('without data in the negotiation there are no data channels, and there are only so many', async () => {
  const [a] = await pair();
  expect(() => a.createDataChannel({ label: '' })).toThrow(
    expect.objectContaining({ code: 'NO_DATA_CHANNELS' }),
  );
  const [c] = await pair({ offersData: true });
  const open = () => {
    for (let i = 0; i < 17; i++) c.createDataChannel({ label: String(i) });
  };
  expect(open).toThrow(expect.objectContaining({ code: 'DATA_CHANNELS_FULL' }));
});
