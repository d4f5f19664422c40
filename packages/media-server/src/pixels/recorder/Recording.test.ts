import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Container,
  EncodedAudioFrame,
  EncodedVideoFrame,
  VideoCodecName,
} from '../../frames.js';
import { Backlog } from '../Backlog.js';
import { Demuxer, type MediaPacket } from '../codec/Demuxer.js';
import { Picture } from '../codec/Picture.js';
import { VideoEncoder } from '../codec/VideoEncoder.js';
import { Recording } from './Recording.js';

const FRAME_US = 40_000;
const BEGIN_US = 1_000_000_000;

let folder: string;
let failures: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
  failures = [];
});
afterEach(() => rm(folder, { recursive: true }));

function open(
  path: string,
  container: Container,
  tracks = { video: true, audio: true },
): Recording {
  const onFailure = (error: unknown) => void failures.push(error);
  return new Recording({ path, container, ...tracks }, new Backlog(), onFailure);
}

/** Grey pictures, 25 a second, of which every tenth is a key frame. */
function pictures(codec: VideoCodecName, count: number, startUs = BEGIN_US): EncodedVideoFrame[] {
  const encoder = new VideoEncoder({ codec, width: 64, height: 48, bitrate: 1e5, frameRate: 25 });
  const frames = Array.from({ length: count }, (_, index) => {
    const picture = Picture.allocate(64, 48, startUs + index * FRAME_US);
    for (const plane of Object.values(picture.planes())) {
      if (plane instanceof Uint8Array) plane.fill(128);
    }
    const frame = encoder.encode(picture, index % 10 === 0);
    picture.close();
    return frame;
  });
  encoder.close();
  return frames;
}

/** 20 ms of silence each. */
function sound(count: number, startUs = BEGIN_US): EncodedAudioFrame[] {
  return Array.from({ length: count }, (_, index) => ({
    codec: 'OPUS',
    timestampUs: startUs + index * 20_000,
    data: Uint8Array.of(0xf8, 0xff, 0xfe),
  }));
}

/** Both kinds in the order of their times. */
function mixed(video: EncodedVideoFrame[], audio: EncodedAudioFrame[]) {
  return [...video, ...audio].sort((a, b) => a.timestampUs - b.timestampUs);
}

async function read(path: string): Promise<{ packets: MediaPacket[]; durationUs: number }> {
  const demuxer = await Demuxer.open(path, {});
  const packets: MediaPacket[] = [];
  for (let packet = await demuxer.read(); packet; packet = await demuxer.read()) {
    packets.push(packet);
  }
  const { durationUs } = demuxer;
  await demuxer.close();
  return { packets, durationUs };
}

function timesMs(packets: readonly MediaPacket[], kind: MediaPacket['kind']): number[] {
  const ofKind = packets.filter((packet) => packet.kind === kind);
  return ofKind.map(({ timestampUs }) => Math.round((timestampUs ?? NaN) / 1000));
}

describe('Recording', () => {
  it.each([
    ['WEBM', 'VP8'],
    ['MKV', 'VP8'],
    ['MKV', 'H264'],
    ['MP4', 'H264'],
  ] as const)('%s keeps %s and Opus as they came, in step', async (container, codec) => {
    const path = join(folder, 'a');
    const recording = open(path, container);
    const video = pictures(codec, 50);
    for (const frame of mixed(video, sound(100, BEGIN_US - 40_000))) recording.write(frame);
    await recording.close();
    expect(failures).toEqual([]);
    const { packets, durationUs } = await read(path);
    expect(timesMs(packets, 'video')).toEqual(video.map((_, index) => index * 40));
    // The two packets from before the first picture are left out.
    expect(timesMs(packets, 'audio')).toHaveLength(98);
    expect(durationUs).toBeGreaterThan(1_900_000);
  });

  it('VP8 comes out byte by byte', async () => {
    const path = join(folder, 'a.webm');
    const recording = open(path, 'WEBM', { video: true, audio: false });
    const video = pictures('VP8', 30);
    for (const frame of video) recording.write(frame);
    await recording.close();
    const { packets } = await read(path);
    expect(packets.map(({ data }) => data)).toEqual(video.map(({ data }) => data));
  });

  it('can be sought in when it is complete', async () => {
    const path = join(folder, 'a.webm');
    const recording = open(path, 'WEBM', { video: true, audio: false });
    for (const frame of pictures('VP8', 100)) recording.write(frame);
    await recording.close();
    const demuxer = await Demuxer.open(path, {});
    await demuxer.seek(3_000_000);
    expect((await demuxer.read())?.timestampUs).toBe(2_800_000);
    await demuxer.close();
  });

  it('goes on without a gap after a pause, sound with the first picture', async () => {
    const path = join(folder, 'a.webm');
    const recording = open(path, 'WEBM');
    for (const frame of mixed(pictures('VP8', 10), sound(20))) recording.write(frame);
    recording.pause();
    const laterUs = BEGIN_US + 60_000_000;
    const after = mixed(pictures('VP8', 10, laterUs), sound(23, laterUs - 60_000));
    for (const frame of after) recording.write(frame);
    await recording.close();
    const { packets } = await read(path);
    const video = timesMs(packets, 'video');
    expect(video).toEqual(
      Array.from({ length: 20 }, (_, index) => index * 40 + (index > 9 ? 20 : 0)),
    );
    const audio = timesMs(packets, 'audio');
    expect(audio).toHaveLength(40);
    expect(audio[20]).toBe(video[10]);
  });

  it('waits two seconds for a kind that does not come, and loses nothing', async () => {
    const path = join(folder, 'a.webm');
    const recording = open(path, 'WEBM');
    for (const frame of pictures('VP8', 75)) recording.write(frame);
    for (const frame of sound(10, BEGIN_US + 3_000_000)) recording.write(frame);
    await recording.close();
    const { packets } = await read(path);
    expect(packets.map(({ kind }) => kind)).toEqual(Array.from({ length: 75 }, () => 'video'));
  });

  it('a recording that ends before is complete, too', async () => {
    const path = join(folder, 'a.webm');
    const recording = open(path, 'WEBM');
    for (const frame of sound(5)) recording.write(frame);
    await recording.close();
    expect(timesMs((await read(path)).packets, 'audio')).toEqual([0, 20, 40, 60, 80]);
    await open(join(folder, 'never'), 'WEBM').close();
    expect(failures).toEqual([]);
  });

  it('tells once that the disk is full, and takes frames no longer', async () => {
    const backlog = new Backlog();
    const options = { path: '/dev/full', container: 'WEBM', video: true, audio: false } as const;
    const recording = new Recording(options, backlog, (error) => void failures.push(error));
    for (const frame of pictures('VP8', 60)) {
      backlog.enter();
      recording.write(frame);
    }
    await recording.close();
    expect(failures).toEqual([
      expect.objectContaining({ message: expect.stringContaining('space') }),
    ]);
    expect(backlog.size).toBe(0);
  });

  it.each([
    ['no such folder', join('nowhere', 'a.webm'), 'WEBM'],
    ['a codec that the container cannot hold', 'a.webm', 'WEBM'],
  ] as const)('%s is told', async (_, name, container) => {
    const recording = open(join(folder, name), container, { video: true, audio: false });
    for (const frame of pictures('H264', 3)) recording.write(frame);
    await recording.close();
    expect(failures).toEqual([expect.objectContaining({ code: 'CANNOT_OPEN' })]);
  });
});
