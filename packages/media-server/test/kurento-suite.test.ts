/** What Kurento's users do with kurento-client beyond {@link ./kurento-scenarios.test.ts}: one call after the other, by callback or promise. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { writeClip } from './support/clip.js';
import { call, connect, kurento, type Client, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';

/** Of a clip of half a second on a web server that knows no ranges. */
let uri: string;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'suite-'));
  const file = join(directory, 'small.webm');
  await writeClip(file, 12);
  const clip = await readFile(file);
  await rm(directory, { recursive: true });
  const server = createServer((_, response) => void response.end(clip)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/small.webm`;
  afterAll(() => void server.close());
});

async function start(): Promise<{ client: Client; pipeline: RemoteObject }> {
  const client = await connect((await startServer()).url);
  onTestFinished(() => client.close());
  return { client, pipeline: await call<RemoteObject>(client, 'create', 'MediaPipeline') };
}

function create(pipeline: RemoteObject, type: string, params: object = {}): Promise<RemoteObject> {
  return call(pipeline, 'create', type, params);
}

/** Resolves once the event has come; the client has subscribed to it when this answers. */
async function hears(object: RemoteObject, event: string): Promise<{ next: Promise<unknown> }> {
  const next = new Promise((resolve) => object.on(event, resolve));
  await call(object, 'getName');
  return { next };
}

test('a player that nobody listens to, or a filter only, plays to the end of its stream', async () => {
  const { pipeline } = await start();
  const player = await create(pipeline, 'PlayerEndpoint', { uri });
  expect(await call(player, 'getUri')).toBe(uri);
  for (const command of [undefined, 'videoflip method=horizontal-flip']) {
    if (command !== undefined) {
      await call(player, 'connect', await create(pipeline, 'GStreamerFilter', { command }));
    }
    const end = await hears(player, 'EndOfStream');
    await call(player, 'play');
    await end.next;
  }
  for (const operation of ['play', 'pause', 'stop']) await call(player, operation);
});

test('promises of the client are fulfilled one after the other', async () => {
  const { pipeline } = await start();
  interface Promised {
    create(type: string, params: object): Chain<Record<'play' | 'pause' | 'getUri', () => Chain>>;
  }
  /** Not a promise of the language: the objects that it gives are thenable, and would be awaited. */
  interface Chain<Value = unknown> {
    then(fulfilled: (value: Value) => unknown, rejected?: (error: Error) => void): Chain;
  }
  const played = new Promise((resolve, reject) => {
    (pipeline as unknown as Promised).create('PlayerEndpoint', { uri }).then((player) => {
      const steps = player.play().then(() => player.pause());
      steps.then(() => player.getUri()).then(resolve, reject);
    }, reject);
  });
  expect(await played).toBe(uri);
});

test('a recorder is made for any URI, and says at its first record that it cannot write there', async () => {
  const { pipeline } = await start();
  const player = await create(pipeline, 'PlayerEndpoint', { uri });
  const recorder = await create(pipeline, 'RecorderEndpoint', { uri });
  expect(await call(recorder, 'getUri')).toBe(uri);
  for (const type of ['AUDIO', 'VIDEO']) await call(player, 'connect', recorder, type);
  const error = await hears(recorder, 'Error');
  for (const operation of ['record', 'pause', 'stop']) await call(recorder, operation);
  expect(await error.next).toMatchObject({ description: expect.stringContaining(uri) });
  await call(player, 'play');
  await call(recorder, 'release');
  await call(player, 'release');
  await expect(call(player, 'play')).rejects.toMatchObject({ code: 40101 });
});

test.each(['WebRtcEndpoint', 'RtpEndpoint'])(
  'two of %s agree, and know what they agreed on',
  async (type) => {
    const { pipeline } = await start();
    const [one, other] = [await create(pipeline, type), await create(pipeline, type)];
    const offer = await call<string>(one, 'generateOffer');
    expect(await call(one, 'getLocalSessionDescriptor')).toBe(offer);
    const answer = await call<string>(other, 'processOffer', offer);
    expect(await call(other, 'getRemoteSessionDescriptor')).toBe(offer);
    expect(await call(other, 'getLocalSessionDescriptor')).toBe(answer);
    expect(await call(one, 'processAnswer', answer)).toBe(offer);
    expect(await call(one, 'getRemoteSessionDescriptor')).toBe(answer);
  },
);

test('names and formats are set, pipelines are listed', async () => {
  const { client, pipeline } = await start();
  await call(pipeline, 'setName', 'evening');
  expect(await call(pipeline, 'getName')).toBe('evening');
  const passThrough = await create(pipeline, 'PassThrough');
  const framerate = kurento.getComplexType('Fraction')({ numerator: 30, denominator: 1 });
  const caps = kurento.getComplexType('VideoCaps')({ codec: 'RAW', framerate });
  await call(passThrough, 'setVideoFormat', caps);
  const manager = await call<RemoteObject>(client, 'getServerManager');
  const pipelines = await call<RemoteObject[]>(manager, 'getPipelines');
  expect(pipelines.map(({ id }) => id)).toEqual([pipeline.id]);
});
