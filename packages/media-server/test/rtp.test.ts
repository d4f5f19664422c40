import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaServerOptions } from '@crowdlens/media-server';
import { AV_CODEC_ID_OPUS } from 'node-av/constants';
import { expect, onTestFinished, test } from 'vitest';
import { Demuxer } from '../dist/pixels/codec/Demuxer.js';
import { call, connect, kurento, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';
import { writeTone } from './support/tone.js';

async function startPipeline(options: MediaServerOptions = {}): Promise<RemoteObject> {
  const { url } = await startServer(options);
  const client = await connect(url);
  onTestFinished(() => client.close());
  return call(client, 'create', 'MediaPipeline');
}

/** Sends the demo crowd. */
async function createSender(
  pipeline: RemoteObject,
  params = {},
  uri = 'demo:crowd?width=160&height=120',
): Promise<RemoteObject> {
  const player = await call<RemoteObject>(pipeline, 'create', 'PlayerEndpoint', { uri });
  const sender = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint', params);
  await call(player, 'connect', sender);
  await call(player, 'play');
  return sender;
}

/** A port, and the offer of somebody who wants pictures of payload type 120 there. */
async function listen(rtpmap: string, ...audio: string[]) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...audio,
    `m=video ${socket.address().port} RTP/AVP 120`,
    'c=IN IP4 127.0.0.1',
    rtpmap,
    'a=recvonly',
    '',
  ].join('\r\n');
  return { socket, offer };
}

function next(object: RemoteObject, event: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => object.on(event, resolve));
}

const key = 'a key and its salt, 30 letters';
const sdes = (fields: object) => ({ crypto: kurento.getComplexType('SDES')(fields) });

test.each([
  ['plain RTP', {}, /m=video \d+ RTP\/AVPF 96 102/],
  [
    'SRTP with the long tag and a given key',
    sdes({ crypto: 'AES_128_CM_HMAC_SHA1_80', key }),
    /a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:YSBrZXkg/,
  ],
  [
    'SRTP with the short tag and a key of its own',
    sdes({ crypto: 'AES_128_CM_HMAC_SHA1_32' }),
    /a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:[\w+/]{40}/,
  ],
])('pictures go from one RtpEndpoint to another by %s', async (_, params, line) => {
  const pipeline = await startPipeline();
  const sender = await createSender(pipeline, params);
  const receiver = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
  const flowing = next(receiver, 'MediaFlowOutStateChanged');
  const connected = next(receiver, 'ConnectionStateChanged');
  const heard = next(receiver, 'MediaStateChanged');
  const offer = await call<string>(sender, 'generateOffer');
  expect(offer).toMatch(line);
  await call(sender, 'processAnswer', await call(receiver, 'processOffer', offer));
  expect(await connected).toMatchObject({ newState: 'CONNECTED' });
  expect(await heard).toMatchObject({ newState: 'CONNECTED' });
  expect(await flowing).toMatchObject({ state: 'FLOWING', mediaType: 'VIDEO' });
  const stats = Object.values(
    await call<Record<string, Record<string, unknown>>>(receiver, 'getStats'),
  );
  expect(
    stats.find(({ type, bytesReceived }) => type === 'inboundrtp' && Number(bytesReceived) > 0),
  ).toBeDefined();
  await call(sender, 'release');
});

test('sound goes by telephone codecs, and is made into Opus for a recorder', async () => {
  const mediaDir = await mkdtemp(join(tmpdir(), 'telephone-'));
  onTestFinished(() => rm(mediaDir, { recursive: true }));
  await writeTone(join(mediaDir, 'tone.wav'), 20);
  const pipeline = await startPipeline({ mediaDir });
  const create = (type: string, params = {}): Promise<RemoteObject> =>
    call(pipeline, 'create', type, params);
  const player = await create('PlayerEndpoint', { uri: 'tone.wav' });
  const [sender, receiver] = [await create('RtpEndpoint'), await create('RtpEndpoint')];
  const recorder = await create('RecorderEndpoint', {
    uri: 'tone.webm',
    mediaProfile: 'WEBM_AUDIO_ONLY',
  });
  await call(player, 'connect', sender);
  await call(receiver, 'connect', recorder);
  const offer = await call<string>(sender, 'generateOffer');
  expect(offer).toMatch(/m=audio \d+ RTP\/AVPF 111 0 8\r\n/);
  const telephone = offer.replace(/(m=audio \d+ RTP\/AVPF) 111 0 8/, '$1 8');
  const answer = await call<string>(receiver, 'processOffer', telephone);
  expect(answer).toMatch(/m=audio \d+ RTP\/AVPF 8\r\n/);
  await call(sender, 'processAnswer', answer);
  const transcoding = next(receiver, 'MediaTranscodingStateChanged');
  const recording = next(recorder, 'Recording');
  await call(recorder, 'record');
  await call(player, 'play');
  expect(await transcoding).toMatchObject({ mediaType: 'AUDIO', state: 'TRANSCODING' });
  await recording;
  expect(await call(player, 'isMediaTranscoding', 'AUDIO')).toBe(true);
  expect(await call(sender, 'isMediaTranscoding', 'AUDIO')).toBe(false);
  await call(recorder, 'stopAndWait');
  const file = await Demuxer.open(join(mediaDir, 'tone.webm'), {});
  expect(file.audio?.codecpar.codecId).toBe(AV_CODEC_ID_OPUS);
  await file.close();
});

test('an offer that is not encrypted is refused by who has a key', async () => {
  const pipeline = await startPipeline();
  const plain = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
  const params = sdes({ crypto: 'AES_128_CM_HMAC_SHA1_80', key });
  const secure = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint', params);
  const offer = await call<string>(plain, 'generateOffer');
  await expect(call(secure, 'processOffer', offer)).rejects.toMatchObject({ code: 40201 });
});

test.each([{ key: 'too short' }, { key, crypto: 'AES_256_CM_HMAC_SHA1_80' }])(
  'a key that cannot be used is refused: %j',
  async (fields) => {
    const pipeline = await startPipeline();
    const params = sdes({ crypto: 'AES_128_CM_HMAC_SHA1_80', ...fields });
    await expect(call(pipeline, 'create', 'RtpEndpoint', params)).rejects.toMatchObject({
      code: 40107,
    });
  },
);

test('viewers stay on their stream when the source becomes one of another size and codec', async () => {
  const pipeline = await startPipeline();
  /** Endpoints that a stream of this size comes in by, in this codec. */
  const startCamera = async (size: string, codec: 'VP8' | 'H264'): Promise<RemoteObject> => {
    const sender = await createSender(pipeline, {}, `demo:crowd?${size}&fps=15`);
    const receiver = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
    const offer = await call<string>(sender, 'generateOffer');
    const other = codec === 'VP8' ? ' 102' : ' 96';
    const one = offer.replace(/(m=video .*)/, (line) => line.replace(other, ''));
    await call(sender, 'processAnswer', await call(receiver, 'processOffer', one));
    return receiver;
  };
  const hub = await call<RemoteObject>(pipeline, 'create', 'PassThrough');
  const viewer = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
  await call(hub, 'connect', viewer);
  const { socket, offer } = await listen('a=rtpmap:120 VP8/90000');
  const sequences: number[] = [];
  socket.on('message', (packet) => {
    if ((packet.readUInt8(1) & 0x7f) === 120) sequences.push(packet.readUInt16BE(2));
  });
  const received = async (count: number): Promise<void> => {
    const wanted = sequences.length + count;
    while (sequences.length < wanted) await once(socket, 'message');
  };
  await call(viewer, 'processOffer', offer);
  await call(await startCamera('width=160&height=120', 'VP8'), 'connect', hub);
  await received(20);
  const transcoding = next(hub, 'MediaTranscodingStateChanged');
  await call(await startCamera('width=320&height=240', 'H264'), 'connect', hub);
  expect(await transcoding).toMatchObject({ mediaType: 'VIDEO', state: 'TRANSCODING' });
  await received(30);
  const steps = sequences
    .slice(1)
    .map((sequence, index) => (sequence - sequences[index]!) & 0xffff);
  expect(new Set(steps)).toEqual(new Set([1]));
});

test('H264 is taken without a packetization mode; of plain RTP a WebRtcEndpoint takes nothing', async () => {
  const pipeline = await startPipeline();
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=video 9 RTP/AVP 97 96',
    'a=rtpmap:96 H264/90000',
    'a=rtpmap:97 MP4V-ES/90000',
    'a=recvonly',
    'b=AS:384',
    '',
  ].join('\r\n');
  const rtp = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
  expect(await call(rtp, 'processOffer', offer)).toMatch(/m=video [1-9]\d+ RTP\/AVP 96\r\n/);
  const webRtc = await call<RemoteObject>(pipeline, 'create', 'WebRtcEndpoint');
  expect(await call(webRtc, 'processOffer', offer)).toMatch(
    /m=video 0 RTP\/AVP 97 96\r\n[^]*a=inactive\r\n$/,
  );
  expect(await call(webRtc, 'getRemoteSessionDescriptor')).toBe(offer);
  await expect(call(webRtc, 'processOffer', offer)).rejects.toMatchObject({ code: 40208 });
});

test('packets go where an offer says, with its payload type', async () => {
  const pipeline = await startPipeline();
  const sender = await createSender(pipeline);
  const { socket, offer } = await listen('a=rtpmap:120 VP8/90000', 'm=audio 0 RTP/AVP 0');
  const answer = await call<string>(sender, 'processOffer', offer);
  expect(answer).toMatch(
    /m=audio 0 RTP\/AVP 0\r\na=inactive\r\nm=video \d+ RTP\/AVP 120\r\n[^]*a=sendonly/,
  );
  const [packet] = (await once(socket, 'message')) as [Buffer];
  expect(packet.readUInt8(1) & 0x7f).toBe(120);
});

test.each([
  ['no address', 'v=0\r\nm=video 5000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n'],
  [
    'a name for an address',
    'v=0\r\nc=IN IP4 example.org\r\nm=video 5000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n',
  ],
  ['no codec that we know', 'v=0\r\nc=IN IP4 127.0.0.1\r\nm=video 5000 RTP/AVP 34\r\n'],
  ['no key', 'v=0\r\nc=IN IP4 127.0.0.1\r\nm=video 5000 RTP/SAVP 96\r\na=rtpmap:96 VP8/90000\r\n'],
])('an offer with %s is refused', async (_, offer) => {
  const pipeline = await startPipeline();
  const endpoint = await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint');
  await expect(call(endpoint, 'processOffer', offer)).rejects.toMatchObject({ code: 40201 });
});

test('endpoints take two ports of the range for each stream, one too many is refused', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const begin = socket.address().port & ~1;
  socket.close();
  await once(socket, 'close');
  const pipeline = await startPipeline({ rtpPorts: { begin, end: begin + 3 } });
  const [first, second] = [
    await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint'),
    await call<RemoteObject>(pipeline, 'create', 'RtpEndpoint'),
  ];
  const offer = await call<string>(first, 'generateOffer');
  expect([...offer.matchAll(/m=\w+ (\d+)/g)].map(([, port]) => Number(port))).toEqual([
    begin,
    begin + 2,
  ]);
  await expect(call(second, 'generateOffer')).rejects.toMatchObject({ code: 40204 });
});
