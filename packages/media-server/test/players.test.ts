import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { clip, writeClip } from './support/clip.js';
import type { RpcClient } from './support/RpcClient.js';
import { RtspCamera } from './support/RtspCamera.js';
import { watch } from './support/peers.js';
import { wholePicture } from './support/regions.js';
import { startClient } from './support/server.js';

let mediaDir: string;

beforeAll(async () => {
  mediaDir = await mkdtemp(join(tmpdir(), 'players-'));
  await writeClip(join(mediaDir, 'clip.webm'), 50);
});
afterAll(() => rm(mediaDir, { recursive: true }));

/** A player whose events are all subscribed to. */
async function startPlayer(
  uri: string,
  options: object = {},
): Promise<{ client: RpcClient; player: string }> {
  const { client } = await startClient({ mediaDir });
  const mediaPipeline = await client.create('MediaPipeline');
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri, ...options });
  for (const type of [
    'EndOfStream',
    'Error',
    'UriEndpointStateChanged',
    'MediaFlowOutStateChanged',
  ]) {
    await client.value('subscribe', { object: player, type });
  }
  return { client, player };
}

/** A web server that gives the clip, in parts if asked for parts. */
async function startWebServer(): Promise<string> {
  const file = join(mediaDir, 'clip.webm');
  const { size } = await stat(file);
  const server = createHttpServer((request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = `bytes ${start}-${size - 1}/${size}`;
    response.writeHead(206, { 'Content-Range': range, 'Content-Length': size - start });
    createReadStream(file, { start }).pipe(response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/clip.webm`;
}

test.each(['file', 'http'])(
  'a %s is played to its end, can be paused and sought in',
  async (kind) => {
    const { client, player } = await startPlayer(
      kind === 'file' ? 'clip.webm' : await startWebServer(),
    );
    const get = (name: string) => client.invoke(player, `get${name}`);
    expect(await get('VideoInfo')).toMatchObject({ isSeekable: false, duration: 0 });
    await client.invoke(player, 'play');
    await client.event('MediaFlowOutStateChanged');
    expect(await get('VideoInfo')).toMatchObject({
      isSeekable: true,
      seekableEnd: 1960,
      duration: 1960,
    });
    await client.invoke(player, 'pause');
    expect(await get('State')).toBe('PAUSE');
    await client.invoke(player, 'setPosition', { position: 1500 });
    expect(await get('Position')).toBe(1500);
    await client.invoke(player, 'play');
    await client.event('EndOfStream');
    expect(await get('State')).toBe('STOP');
    const states = client.events.filter(({ type }) => type === 'UriEndpointStateChanged');
    expect(states.map(({ data }) => data.state)).toEqual(['START', 'PAUSE', 'START', 'STOP']);
    expect(client.events.filter(({ type }) => type === 'Error')).toEqual([]);
    await client.invoke(player, 'play');
    await client.invoke(player, 'stop');
    expect(await get('State')).toBe('STOP');
  },
);

test.each([
  ['decoded', {}],
  ['undecoded', { useEncodedMedia: true }],
])('a camera is played over RTSP and TCP, %s; when it goes, that is told', async (_, options) => {
  const camera = await RtspCamera.start(clip(25));
  const { client, player } = await startPlayer(camera.url, options);
  await client.invoke(player, 'play');
  const { data } = await client.event('MediaFlowOutStateChanged');
  expect(data).toMatchObject({ state: 'FLOWING', mediaType: 'VIDEO' });
  expect(camera.methods.slice(0, 4)).toEqual(['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY']);
  expect(await client.invoke(player, 'getVideoInfo')).toMatchObject({ isSeekable: false });
  const seek = { object: player, operation: 'setPosition', operationParams: { position: 1 } };
  expect((await client.request('invoke', seek)).error).toMatchObject({ code: 40700 });
  const ended = client.next(({ params }) => params?.value?.data?.state === 'STOP');
  camera.close();
  await ended;
});

test('with useEncodedMedia pictures reach viewers as they stand in the file, and a filter decoded', async () => {
  await writeClip(join(mediaDir, 'keys.webm'), 100, 5);
  const { client } = await startClient({ mediaDir });
  const mediaPipeline = await client.create('MediaPipeline');
  const player = await client.create('PlayerEndpoint', {
    mediaPipeline,
    uri: 'keys.webm',
    useEncodedMedia: true,
  });
  const viewer = await watch(client, { pipeline: mediaPipeline, source: player });
  const first = viewer.next(({ key }) => key);
  await client.invoke(player, 'play');
  const { data } = await first;
  const filed = clip(100, 320, 240, 5).map((frame) => Buffer.from(frame.data).toString('hex'));
  expect(filed).toContain(Buffer.from(data).toString('hex'));
  const isTranscoding = () =>
    client.invoke(player, 'isMediaTranscoding', { mediaType: 'VIDEO' }) as Promise<boolean>;
  expect(await isTranscoding()).toBe(false);

  const filter = await client.create('crowddetector.CrowdDetectorFilter', {
    mediaPipeline,
    rois: [wholePicture('all')],
  });
  await client.value('subscribe', { object: filter, type: 'CrowdDetectorMeasurement' });
  await client.invoke(player, 'connect', { sink: filter });
  await client.event('CrowdDetectorMeasurement');
});

test.each(['nothing.webm', 'http://127.0.0.1:1/a.webm', 'rtsp://127.0.0.1:1/a'])(
  'what cannot be played (%s) is an Error event',
  async (uri) => {
    const { client, player } = await startPlayer(uri);
    await client.invoke(player, 'play');
    expect((await client.event('Error')).data).toMatchObject({ type: 'INVALID_URI', errorCode: 0 });
    expect(await client.invoke(player, 'getState')).toBe('STOP');
  },
);

/** An address that accepts connections and says nothing. */
async function silentAddress(): Promise<{ uri: string; connection: Promise<Socket> }> {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.mp4`,
    connection: once(server, 'connection').then(([socket]) => socket as Socket),
  };
}

test('a player that is released while its source opens lets go of the source at once', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const { uri, connection } = await silentAddress();
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri });
  const playing = client.invoke(player, 'play');
  const socket = await connection;
  const ended = once(socket.resume(), 'close');
  await client.value('release', { object: player });
  await ended;
  await playing;
}, 8000);

test('what is stopped while its source opens does not play once it is open', async () => {
  const { client, player } = await startPlayer('demo:crowd');
  const playing = client.invoke(player, 'play');
  await client.invoke(player, 'stop');
  await playing;
  expect(await client.invoke(player, 'getState')).toBe('STOP');
  await client.invoke(player, 'play');
  expect((await client.event('MediaFlowOutStateChanged')).data).toMatchObject({ state: 'FLOWING' });
});

test('asked twice to play, a player opens its source once', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri: 'demo:crowd' });
  await client.value('subscribe', { object: player, type: 'Error' });
  await Promise.all([client.invoke(player, 'play'), client.invoke(player, 'play')]);
  expect(client.events).toEqual([]);
  expect(await client.invoke(player, 'getState')).toBe('START');
});
