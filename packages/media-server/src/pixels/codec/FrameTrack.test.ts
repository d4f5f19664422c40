import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_CODEC_ID_VP9 } from 'node-av/constants';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Container, EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { Demuxer } from './Demuxer.js';
import { openFrames, type FileFrame } from './FrameTrack.js';
import { Muxer } from './Muxer.js';
import { Picture } from './Picture.js';
import { VideoDecoder } from './VideoDecoder.js';
import { VideoEncoder } from './VideoEncoder.js';

const SIZE = { width: 64, height: 48 };
const KEY_INTERVAL = 5;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'frames-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Ten pictures, each fifth a key frame. */
function encode(codec: VideoCodecName): EncodedVideoFrame[] {
  const encoder = new VideoEncoder({ ...SIZE, codec, bitrate: 200_000, frameRate: 25 });
  const frames = Array.from({ length: 10 }, (_, index) => {
    const picture = Picture.allocate(SIZE.width, SIZE.height, index * 40_000);
    for (const plane of ['y', 'u', 'v'] as const) picture.planes()[plane].fill(100 + index);
    const frame = encoder.encode(picture, index % KEY_INTERVAL === 0);
    picture.close();
    return frame;
  });
  encoder.close();
  return frames;
}

async function write(path: string, container: Container, frames: EncodedVideoFrame[]) {
  const video = { first: frames[0]!, ...SIZE };
  const muxer = await Muxer.open(path, { container, video, hasAudio: false });
  for (const { data, key, timestampUs } of frames) {
    await muxer.write({ kind: 'video', data, key, placeUs: timestampUs });
  }
  await muxer.close();
}

async function read(path: string): Promise<FileFrame[]> {
  const demuxer = await Demuxer.open(path, {});
  const track = openFrames(demuxer.video!.codecpar)!;
  const frames: FileFrame[] = [];
  for (let packet = await demuxer.read(); packet; packet = await demuxer.read()) {
    frames.push(track.take(packet));
  }
  track.close();
  await demuxer.close();
  return frames;
}

it.each([
  ['VP8', 'WEBM'],
  ['H264', 'MP4'],
  ['H264', 'MKV'],
] as const)(
  '%s of a file in %s can be decoded from each key frame on',
  async (codec, container) => {
    const path = join(folder, `${codec}.${container}`);
    await write(path, container, encode(codec));
    const frames = await read(path);
    expect(frames.map(({ key }) => key)).toEqual(
      Array.from({ length: 10 }, (_, index) => index % KEY_INTERVAL === 0),
    );
    const decoder = VideoDecoder.live(codec);
    const later = frames.slice(KEY_INTERVAL);
    for (const [index, { data }] of later.entries()) {
      const [picture] = decoder.decode({ data, timestampUs: index * 40_000 });
      expect(picture).toMatchObject(SIZE);
      picture?.close();
    }
    decoder.close();
  },
);

it('leaves other codecs to a decoder', async () => {
  const demuxer = await Demuxer.open(join(folder, 'VP8.WEBM'), {});
  const parameters = demuxer.video!.codecpar;
  parameters.codecId = AV_CODEC_ID_VP9;
  expect(openFrames(parameters)).toBeUndefined();
  await demuxer.close();
});
