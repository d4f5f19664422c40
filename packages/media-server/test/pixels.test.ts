import { on, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import type { RegionOfInterest } from '@crowdlens/crowd-detector';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { VideoDecoder } from '../dist/pixels/codec/VideoDecoder.js';
import { PixelWorker } from '../dist/pixels/PixelWorker.js';
import type { PixelWorkerOptions } from '../dist/pixels/PixelWorker.js';
import type { PixelEvents, PlayerState } from '../dist/pixels/types.js';
import type { EncodedVideoFrame } from '../dist/frames.js';
import { clip, writeClip } from './support/clip.js';
import { writeTone } from './support/tone.js';

const FRAME_US = 40_000;
const REGION: RegionOfInterest = {
  id: 'plaza',
  points: [
    { x: 0.05, y: 0.3 },
    { x: 0.95, y: 0.3 },
    { x: 0.95, y: 0.95 },
    { x: 0.05, y: 0.95 },
  ],
  config: DEFAULT_CONFIG,
};
const CROWD = { regions: [REGION], processingWidth: 160 };

let worker: PixelWorker;
let folder: string;

beforeEach(async () => {
  worker = await PixelWorker.create();
  folder = await mkdtemp(join(tmpdir(), 'pixels-'));
});

afterEach(async () => {
  await worker.close();
  await rm(folder, { recursive: true });
});

/** Collects an event's values of one node until `isLast`. */
async function collect<E extends keyof PixelEvents>(
  event: E,
  node: string,
  isLast: (value: PixelEvents[E][1], count: number) => boolean,
): Promise<PixelEvents[E][1][]> {
  const values: PixelEvents[E][1][] = [];
  for await (const [source, value] of on(worker, event)) {
    if (source !== node) continue;
    values.push(value as PixelEvents[E][1]);
    if (isLast(value as PixelEvents[E][1], values.length)) break;
  }
  return values;
}

function frames(count: number, encoder = 'encoder'): Promise<EncodedVideoFrame[]> {
  return collect('encoded', encoder, (_, collected) => collected === count);
}

function reached(state: PlayerState, player = 'player'): Promise<(PlayerState | undefined)[]> {
  return collect('playerState', player, (value) => value === state);
}

/** source -> crowd -> encoder */
function connect(source: string): void {
  worker.addCrowd('crowd', CROWD);
  worker.addEncoder('encoder', { codec: 'VP8', maxBitrate: 2_000_000 });
  worker.setUpstream('crowd', source);
  worker.setUpstream('encoder', 'crowd');
}

/** Each has to give one picture. */
function decodeAll(encoded: readonly EncodedVideoFrame[]): void {
  const decoder = VideoDecoder.live('VP8');
  for (const frame of encoded) {
    const pictures = decoder.decode(frame);
    expect(pictures).toHaveLength(1);
    for (const picture of pictures) picture.close();
  }
  decoder.close();
}

/** From each time to the next, microseconds. */
function stepsOf(frames: readonly { timestampUs: number }[]): number[] {
  return frames.slice(1).map(({ timestampUs }, index) => timestampUs - frames[index]!.timestampUs);
}

/** A file of so many pictures, 25 a second. */
async function clipFile(name: string, count: number): Promise<string> {
  const path = join(folder, name);
  await writeClip(path, count);
  return path;
}

async function toneFile(name: string, seconds: number): Promise<string> {
  const path = join(folder, name);
  await writeTone(path, seconds);
  return path;
}

describe('the demo player', () => {
  it('gives pictures every 40 ms, which go through detector and encoder', async () => {
    const info = await worker.addPlayer('player', 'demo:crowd?width=320&height=240');
    expect(info).toEqual({ seekable: true, durationMs: 0, hasVideo: true, hasAudio: false });
    connect('player');
    const format = once(worker, 'format');
    const crowd = once(worker, 'crowd');
    const collected = frames(40);
    worker.play('player');
    const encoded = await collected;
    expect(await format).toEqual(['player', { width: 320, height: 240 }]);
    expect(await crowd).toEqual(['crowd', expect.objectContaining({ events: [] })]);
    expect(encoded.map(({ key }) => key)).toEqual([true, ...Array(39).fill(false)]);
    // Pictures that come too late are left out, and after a long standstill the time line begins anew.
    const steps = stepsOf(encoded).map((step) => step / FRAME_US);
    expect(steps.filter(Number.isInteger).length).toBeGreaterThan(30);
    decodeAll(encoded);
  });

  it('obeys while it is asked for more than the machine can draw', async () => {
    await worker.addPlayer('player', 'demo:crowd?width=1280&height=720&fps=120');
    const started = once(worker, 'format');
    worker.play('player');
    await started;
    expect((await worker.stats())['player']!.framesIn).toBeGreaterThan(0);
    const paused = reached('paused');
    worker.pause('player');
    await paused;
  });

  it('refuses a size that cannot be drawn, and a demo that does not exist', async () => {
    for (const uri of ['demo:crowd?width=3', 'demo:crowd?fps=x', 'demo:moon']) {
      await expect(worker.addPlayer('player', uri)).rejects.toMatchObject({ code: 'CANNOT_OPEN' });
    }
  });
});

describe('a player of a file', () => {
  it('plays to the end, and again from the beginning', async () => {
    const info = await worker.addPlayer('player', await clipFile('clip.webm', 10));
    expect(info).toMatchObject({ seekable: true, hasVideo: true, hasAudio: false });
    connect('player');
    for (const times of [1, 2]) {
      const states = reached('ended');
      worker.play('player');
      expect(await states).toEqual(['playing', 'ended']);
      expect((await worker.stats())['player']).toMatchObject({ framesIn: times * 10 });
    }
  });

  it('pauses, goes on, seeks and stops', async () => {
    await worker.addPlayer('player', await clipFile('clip.webm', 100));
    connect('player');
    const paused = reached('paused');
    const started = frames(5);
    worker.play('player');
    await started;
    worker.pause('player');
    await paused;
    worker.seek('player', 3600);
    const ended = reached('ended');
    worker.play('player');
    expect(await ended).toEqual(['playing', 'ended']);
    const { player } = await worker.stats();
    expect(player!.framesIn).toBeGreaterThanOrEqual(15);
    expect(player!.framesIn).toBeLessThan(40);
    const stopped = reached('stopped');
    worker.stop('player');
    expect(await stopped).toEqual(['stopped']);
  });

  it('gives sound as Opus packets of 20 ms', async () => {
    // Longer than what is waited for: what a busy machine is late with is left out.
    const info = await worker.addPlayer('player', await toneFile('tone.wav', 5));
    expect(info).toMatchObject({ hasVideo: false, hasAudio: true });
    const packets = collect('audio', 'player', (_, count) => count === 45);
    worker.play('player');
    const steps = stepsOf(await packets);
    expect(steps.filter((step) => step === 20_000).length).toBeGreaterThan(40);
  });

  it('says why something cannot be played', async () => {
    const broken = join(folder, 'broken.mp4');
    await writeFile(broken, 'this is no video');
    for (const uri of [broken, join(folder, 'none.webm'), 'ftp://example.org/a', 'relative.webm']) {
      await expect(worker.addPlayer('player', uri)).rejects.toMatchObject({
        code: 'CANNOT_OPEN',
        message: expect.stringContaining(uri),
      });
    }
  });
});

describe('a source that says nothing', () => {
  it('does not keep the others from working, nor the worker from ending', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const connected = once(silent, 'connection');
    const opening = worker.addPlayer('silent', `http://127.0.0.1:${port}/a.mp4`);
    const [socket] = await connected;
    worker.addDecoder('decoder', 'VP8');
    connect('decoder');
    const collected = frames(3);
    for (const frame of clip(3)) worker.decode('decoder', frame);
    await collected;
    await Promise.all([
      expect(opening).rejects.toMatchObject({ code: 'WORKER_CLOSED' }),
      worker.close(),
    ]);
    socket.destroy();
    silent.close();
  });
});

describe('the worker', () => {
  it('leaves the bytes of a frame to others who read them', async () => {
    worker.addDecoder('decoder', 'VP8');
    const [frame] = clip(1);
    const before = frame!.data.slice();
    worker.decode('decoder', frame!);
    await worker.stats();
    expect(frame!.data).toEqual(before);
  });

  it('drops what does not fit into the queue of a decoder, up to the next key frame', async () => {
    worker.addDecoder('decoder', 'VP8');
    connect('decoder');
    const requested = once(worker, 'keyFrameNeeded');
    for (const frame of clip(100)) worker.decode('decoder', frame);
    expect(await requested).toEqual(['decoder']);
    const { decoder } = await worker.stats();
    expect(decoder!.framesIn).toBeGreaterThanOrEqual(32);
    expect(decoder!.framesIn).toBeLessThan(100);
    expect(decoder!.framesOut + decoder!.framesDropped).toBe(100);
    const collected = frames(3);
    for (const frame of clip(3)) {
      worker.decode('decoder', { ...frame, timestampUs: 5_000_000 + frame.timestampUs });
    }
    await collected;
  });

  it('asks for one key frame, not for one with every frame', async () => {
    worker.addDecoder('decoder', 'VP8');
    const requests: string[] = [];
    worker.on('keyFrameNeeded', (node) => requests.push(node));
    for (const frame of clip(10).slice(1)) worker.decode('decoder', frame);
    await worker.stats();
    expect(requests).toEqual(['decoder']);
  });

  it('makes no more than the main thread takes', async () => {
    await worker.addPlayer('player', 'demo:crowd?width=160&height=120&fps=50');
    worker.addEncoder('encoder', { codec: 'VP8', maxBitrate: 2_000_000 });
    worker.setUpstream('encoder', 'player');
    const collected = frames(40);
    const started = frames(1);
    worker.play('player');
    await started;
    // The main thread stands still.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
    const encoded = await collected;
    const { encoder } = await worker.stats();
    expect(encoder!.framesDropped).toBeGreaterThan(0);
    expect(encoded.map(({ key }) => key)).toEqual([true, ...Array(39).fill(false)]);
    decodeAll(encoded);
  });

  it('reports a node that cannot be made, and goes on', async () => {
    const failed = once(worker, 'failed');
    worker.addCrowd('crowd', { ...CROWD, regions: [{ ...REGION, points: [] }] });
    const [node, error] = await failed;
    expect(node).toBe('crowd');
    expect(error).toMatchObject({ code: 'NODE_FAILED', message: expect.stringContaining('plaza') });
    expect(await worker.stats()).toEqual({});
  });

  it('ends while it plays, as often as one likes, and knows nothing afterwards', async () => {
    await worker.addPlayer('player', 'demo:crowd?width=160&height=120&fps=50');
    connect('player');
    const started = frames(3);
    worker.play('player');
    await started;
    await Promise.all([worker.close(), worker.close()]);
    await worker.close();
    worker.play('player');
    await expect(worker.stats()).rejects.toMatchObject({ code: 'WORKER_CLOSED' });
  });

  it('ends while a player jumps about', async () => {
    await worker.addPlayer('player', 'demo:crowd');
    const started = once(worker, 'format');
    worker.play('player');
    await started;
    worker.seek('player', 0);
    // Has to wait for a picture of the first; the end comes meanwhile.
    worker.seek('player', 0);
    await worker.close();
  });

  it('says so when it dies, and fails what was asked of it', async () => {
    const options: PixelWorkerOptions = { resourceLimits: { maxOldGenerationSizeMb: 24 } };
    const mortal = await PixelWorker.create(options);
    const died = once(mortal, 'died');
    for (let index = 0; index < 400_000; index++) {
      mortal.addEncoder(`encoder ${index}`, { codec: 'VP8', maxBitrate: 1 });
    }
    const [[error]] = await Promise.all([
      died,
      expect(mortal.stats()).rejects.toMatchObject({ code: 'WORKER_DIED' }),
    ]);
    expect(error).toMatchObject({ code: 'WORKER_DIED' });
    await mortal.close();
  });

  it('may take longer to start than it may hang', async () => {
    const slow = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7000)';
    const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(slow)}`];
    const worker = await PixelWorker.create({ execArgv });
    expect(await worker.stats()).toBeDefined();
    await worker.close();
  });

  it('is given up when it hangs', async () => {
    const hang = `
      import { BroadcastChannel } from 'node:worker_threads';
      const channel = new BroadcastChannel('hang');
      channel.unref();
      channel.onmessage = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    `;
    const execArgv = ['--import', `data:text/javascript,${encodeURIComponent(hang)}`];
    const stuck = await PixelWorker.create({ execArgv });
    const channel = new BroadcastChannel('hang');
    onTestFinished(() => channel.close());
    channel.postMessage('now');
    const [error] = (await once(stuck, 'died')) as [Error];
    expect(error.message).toContain('has not answered');
  });
});
