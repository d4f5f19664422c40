import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Demuxer, type MediaPacket } from '../dist/pixels/codec/Demuxer.js';
import { call, connect, type Client, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';

const main = fileURLToPath(new URL('main.js', import.meta.resolve('@crowdlens/media-server')));

let mediaDir: string;
beforeAll(async () => void (mediaDir = await mkdtemp(join(tmpdir(), 'recorder-'))));
afterAll(() => rm(mediaDir, { recursive: true }));

async function startPipeline(url?: string): Promise<{ client: Client; pipeline: RemoteObject }> {
  const client = await connect(url ?? (await startServer({ mediaDir })).url);
  onTestFinished(() => client.close());
  return { client, pipeline: await call(client, 'create', 'MediaPipeline') };
}

/** Plays the demo crowd. */
async function startPlayer(pipeline: RemoteObject): Promise<RemoteObject> {
  const uri = 'demo:crowd?width=160&height=120';
  const player = await call<RemoteObject>(pipeline, 'create', 'PlayerEndpoint', { uri });
  await call(player, 'play');
  return player;
}

/** Fed by a player of its own unless one is given. */
async function createRecorder(
  pipeline: RemoteObject,
  params: object,
  player?: RemoteObject,
): Promise<RemoteObject> {
  const recorder = await call<RemoteObject>(pipeline, 'create', 'RecorderEndpoint', params);
  await call(player ?? (await startPlayer(pipeline)), 'connect', recorder);
  return recorder;
}

/** Resolves with the next event of that name. */
function next(object: RemoteObject, event: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => object.on(event, resolve));
}

/** Begins, and resolves when the first frame has come. */
async function untilRecorded(recorder: RemoteObject): Promise<void> {
  const flowing = next(recorder, 'Recording');
  await call(recorder, 'record');
  await flowing;
}

async function untilItGrows(file: string, bytes: number): Promise<void> {
  for await (const _ of watch(mediaDir)) {
    const size = await stat(join(mediaDir, file)).then(
      (stats) => stats.size,
      () => 0,
    );
    if (size > bytes) return;
  }
}

async function packetsOf(file: string): Promise<MediaPacket[]> {
  const demuxer = await Demuxer.open(join(mediaDir, file), {});
  const packets: MediaPacket[] = [];
  for (let packet = await demuxer.read(); packet; packet = await demuxer.read()) {
    packets.push(packet);
  }
  await demuxer.close();
  return packets;
}

test.each(['WEBM', 'MKV', 'MP4'])('records %s, pauses and goes on', async (mediaProfile) => {
  const { pipeline } = await startPipeline();
  const uri = `file://${join(mediaDir, 'new', mediaProfile)}`;
  const recorder = await createRecorder(pipeline, { uri, mediaProfile });
  const heard: string[] = [];
  for (const event of ['UriEndpointStateChanged', 'Recording', 'Paused', 'Stopped', 'Error']) {
    recorder.on(event, ({ type, state }: Record<string, string>) => heard.push(state ?? type!));
  }
  await untilRecorded(recorder);
  await call(recorder, 'pause');
  expect(await call(recorder, 'getState')).toBe('PAUSE');
  await call(recorder, 'record');
  const stopped = next(recorder, 'Stopped');
  await call(recorder, 'stopAndWait');
  await stopped;
  expect(await call(recorder, 'getState')).toBe('STOP');
  expect(heard).toEqual([
    'START',
    'Recording',
    'PAUSE',
    'Paused',
    'START',
    'Recording',
    'Stopped',
    'STOP',
  ]);
  const packets = await packetsOf(join('new', mediaProfile));
  expect(packets.length).toBeGreaterThan(0);
  expect(packets[0]).toMatchObject({ kind: 'video', timestampUs: 0 });
});

test('recorders of one stream share an encoder; one that cannot write says so alone', async () => {
  const { pipeline } = await startPipeline();
  const player = await startPlayer(pipeline);
  const [first, second, bad] = [
    await createRecorder(pipeline, { uri: 'first.webm' }, player),
    await createRecorder(pipeline, { uri: 'second.mkv', mediaProfile: 'MKV' }, player),
    await createRecorder(pipeline, { uri: '../bad.webm' }, player),
  ];
  const error = next(bad, 'Error');
  await call(bad, 'record');
  expect(await error).toMatchObject({ type: 'RESOURCE_ERROR', errorCode: 0 });
  expect(await call(bad, 'getState')).toBe('STOP');
  await Promise.all([untilRecorded(first), untilRecorded(second)]);
  const stages = await call<string>(pipeline, 'getGstreamerDot');
  expect(stages.match(/label="encoder"/g)).toHaveLength(1);
  await Promise.all([call(first, 'stopAndWait'), call(second, 'stopAndWait')]);
  for (const file of ['first.webm', 'second.mkv']) {
    expect((await packetsOf(file)).length).toBeGreaterThan(0);
  }
});

test('a profile that is not recorded here is refused', async () => {
  const { pipeline } = await startPipeline();
  const params = { uri: 'a.flv', mediaProfile: 'FLV' };
  await expect(call(pipeline, 'create', 'RecorderEndpoint', params)).rejects.toMatchObject({
    code: 40108,
  });
});

test('a recorder stops with the end of what it records, if it was told to', async () => {
  const { pipeline } = await startPipeline();
  const first = await createRecorder(pipeline, { uri: 'source.webm' });
  await untilRecorded(first);
  await call(first, 'stopAndWait');
  const player = await call<RemoteObject>(pipeline, 'create', 'PlayerEndpoint', {
    uri: 'source.webm',
  });
  const copy = await call<RemoteObject>(pipeline, 'create', 'RecorderEndpoint', {
    uri: 'copy.mp4',
    mediaProfile: 'MP4_VIDEO_ONLY',
    stopOnEndOfStream: true,
  });
  await call(player, 'connect', copy);
  await call(copy, 'record');
  const stopped = next(copy, 'Stopped');
  await call(player, 'play');
  await stopped;
  expect((await packetsOf('copy.mp4'))[0]?.kind).toBe('video');
});

test('a file has one writer at a time; another recorder is told whose it is', async () => {
  const { pipeline } = await startPipeline();
  const player = await startPlayer(pipeline);
  const uri = 'one-writer.webm';
  const first = await createRecorder(pipeline, { uri }, player);
  const second = await createRecorder(pipeline, { uri }, player);
  await untilRecorded(first);
  const refused = next(second, 'Error');
  await call(second, 'record');
  expect(await refused).toMatchObject({
    description: expect.stringMatching(/Another recorder is writing .*one-writer\.webm/),
  });
  expect(await call(second, 'getState')).toBe('STOP');
  // Stopped without waiting: who comes next waits for the end of the file.
  await call(first, 'stop');
  await untilRecorded(first);
  await call(first, 'stopAndWait');
  await untilRecorded(second);
  await call(second, 'stopAndWait');
  expect((await packetsOf(uri)).length).toBeGreaterThan(0);
});

test('what was recorded can be played after the process was killed', async () => {
  const child = fork(main, ['--port=0', `--media-dir=${mediaDir}`], { silent: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const { pipeline } = await startPipeline(url);
  const player = await startPlayer(pipeline);
  const files = ['killed.webm', 'killed.mkv', 'killed.mp4'];
  const growing = files.map((file) => untilItGrows(file, 20_000));
  for (const uri of files) {
    const mediaProfile = uri.split('.')[1]!.toUpperCase();
    await call(await createRecorder(pipeline, { uri, mediaProfile }, player), 'record');
  }
  await Promise.all(growing);
  child.kill('SIGKILL');
  await once(child, 'exit');
  for (const file of files) {
    expect((await packetsOf(file)).length, file).toBeGreaterThan(20);
  }
});
