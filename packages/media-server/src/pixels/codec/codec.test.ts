import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { PixelError } from '../errors.js';
import { Picture } from './Picture.js';
import { VideoDecoder } from './VideoDecoder.js';
import { VideoEncoder } from './VideoEncoder.js';

const FRAME_US = 40_000;

/** A bright square that moves 4 pixels a picture over a grey ground. */
function paint(index: number, width = 322, height = 242): Picture {
  const picture = Picture.allocate(width, height, 1_700_000_000_000_000 + index * FRAME_US);
  const { y, u, v, strideY } = picture.planes();
  y.fill(60);
  u.fill(110);
  v.fill(150);
  for (let row = 80; row < 140; row++) {
    y.fill(200, row * strideY + 20 + index * 4, row * strideY + 80 + index * 4);
  }
  return picture;
}

/** Blocks of 16 pixels in new shades each time: there is always something to spend bits on. */
function noise(timestampUs: number, index: number): Picture {
  const picture = Picture.allocate(320, 240, timestampUs);
  const { y, u, v, strideY } = picture.planes();
  u.fill(128);
  v.fill(128);
  for (let row = 0; row < 240; row++) {
    for (let column = 0; column < 320; column++) {
      const block = ((row >> 4) * 20 + (column >> 4)) * 251 + index * 7919;
      const ramp = (row & 15) + (column & 15);
      y[row * strideY + column] = 64 + ((Math.imul(block, 2_654_435_761) >>> 25) + ramp) / 2;
    }
  }
  return picture;
}

function encode(codec: VideoCodecName, count: number, keyAt?: number): EncodedVideoFrame[] {
  const encoder = new VideoEncoder({
    codec,
    width: 322,
    height: 242,
    bitrate: 500_000,
    frameRate: 25,
  });
  const frames: EncodedVideoFrame[] = [];
  for (let index = 0; index < count; index++) {
    const picture = paint(index);
    frames.push(encoder.encode(picture, index === keyAt));
    picture.close();
  }
  encoder.close();
  return frames;
}

/** A hash of each picture's luma, by its time. */
function lumaHashes(frames: readonly EncodedVideoFrame[]): Map<number, string> {
  const decoder = VideoDecoder.live('VP8');
  const pictures = frames.flatMap((frame) => decoder.decode(frame));
  const all = pictures.map((picture) => {
    const { y } = picture.planes();
    const hash = createHash('sha1').update(y).digest('hex');
    picture.close();
    return [picture.timestampUs, hash] as const;
  });
  decoder.close();
  return new Map(all);
}

describe('VP8 in two temporal layers', () => {
  const frames = encode('VP8', 40, 13);

  it('marks every second frame after a key frame as one that can be left out', () => {
    const kinds = frames.map(({ key, isDiscardable }) => (key ? 'K' : isDiscardable ? 'u' : 'l'));
    expect(kinds.join('')).toBe('KululululululKulululululululululululululu'.slice(0, 40));
  });

  it.each<[string, (index: number) => boolean]>([
    ['without the upper layer', () => false],
    ['with it up to the middle', (index) => index < 20],
    ['with it from the middle on', (index) => index > 20],
  ])('is decoded to the same pictures %s', (_, isKept) => {
    const kept = frames.filter((frame, index) => !frame.isDiscardable || isKept(index));
    const whole = lumaHashes(frames);
    for (const [timestampUs, hash] of lumaHashes(kept)) expect(whole.get(timestampUs)).toBe(hash);
  });
});

describe.each(['VP8', 'H264'] as const)('%s', (codec) => {
  it('gives back what was encoded, one picture for each frame', () => {
    const decoder = VideoDecoder.live(codec);
    for (const [index, frame] of encode(codec, 20).entries()) {
      const pictures = decoder.decode(frame);
      expect(pictures).toHaveLength(1);
      const [picture] = pictures;
      expect(picture?.timestampUs).toBe(1_700_000_000_000_000 + index * FRAME_US);
      expect([picture?.width, picture?.height]).toEqual([322, 242]);
      const { y, u, strideY } = picture!.planes();
      expect(Math.abs(y[110 * strideY + 50 + index * 4]! - 200)).toBeLessThan(12);
      expect(Math.abs(y[20 * strideY + 20]! - 60)).toBeLessThan(6);
      expect(Math.abs(u[0]! - 110)).toBeLessThan(6);
      picture?.close();
    }
    decoder.close();
  });

  it('makes key frames at the start and on demand only', () => {
    const keys = encode(codec, 30, 17).flatMap((frame, index) => (frame.key ? [index] : []));
    expect(keys).toEqual([0, 17]);
  });

  it('can be entered at a key frame on demand', () => {
    const decoder = VideoDecoder.live(codec);
    const pictures = encode(codec, 20, 10)
      .slice(10)
      .flatMap((frame) => decoder.decode(frame));
    expect(pictures).toHaveLength(10);
    for (const picture of pictures) picture.close();
    decoder.close();
  });

  it('survives noise in place of frames', () => {
    const decoder = VideoDecoder.live(codec);
    const frames = encode(codec, 60);
    const codes: string[] = [];
    let seed = 1;
    for (const frame of frames) {
      const data = frame.data.slice();
      for (let hit = 0; hit < 5; hit++) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        data[seed % data.length] = seed >>> 24;
      }
      try {
        for (const picture of decoder.decode({ ...frame, data })) picture.close();
      } catch (error) {
        codes.push((error as PixelError).code);
      }
    }
    expect(codes).not.toHaveLength(0);
    expect(new Set(codes)).toEqual(new Set(['BAD_DATA']));
    const [fresh] = decoder.decode(frames[0]!);
    expect(fresh).toBeDefined();
    fresh?.close();
    decoder.close();
  });
});

it.each([10, 50])('keeps to the bit rate in H264 at %i pictures a second', (fps) => {
  const options = { width: 320, height: 240, bitrate: 400_000, frameRate: 25 };
  const encoder = new VideoEncoder({ ...options, codec: 'H264' });
  const bitsOfSecond = (second: number) => {
    let bytes = 0;
    for (let index = second * fps; index < (second + 1) * fps; index++) {
      const picture = noise(Math.round((index * 1e6) / fps), index);
      bytes += encoder.encode(picture, false).data.length;
      picture.close();
    }
    return bytes * 8;
  };
  const seconds = Array.from({ length: 10 }, (_, second) => bitsOfSecond(second));
  const settled = seconds.slice(6).reduce((sum, bits) => sum + bits, 0) / 4;
  expect(settled).toBeGreaterThan(260_000);
  expect(settled).toBeLessThan(540_000);
  encoder.close();
});

it('changes the bit rate of H264 without a key frame', () => {
  const options = { width: 320, height: 240, bitrate: 200_000, frameRate: 25 };
  const encoder = new VideoEncoder({ ...options, codec: 'H264' });
  const sizes = Array.from({ length: 200 }, (_, index) => {
    if (index === 100) encoder.changeBitrate(600_000);
    const picture = noise(index * FRAME_US, index);
    const { data, key } = encoder.encode(picture, false);
    expect(key).toBe(index === 0);
    picture.close();
    return data.length;
  });
  const total = (from: number, to: number) =>
    sizes.slice(from, to).reduce((sum, size) => sum + size, 0);
  expect(total(125, 200)).toBeGreaterThan(2 * total(25, 100));
  encoder.close();
});

it('does not give memory for pictures of absurd size', () => {
  const [frame] = encode('VP8', 1);
  const data = frame!.data.slice();
  // RFC 6386 9.1: 14 bits of width and of height behind the start code.
  data.set([0xff, 0x3f, 0xff, 0x3f], 6);
  const decoder = VideoDecoder.live('VP8');
  expect(() => decoder.decode({ ...frame!, data })).toThrow(PixelError);
  decoder.close();
});

it('leaves the last column and row of an odd size out of H264', () => {
  const encoder = new VideoEncoder({
    codec: 'H264',
    width: 321,
    height: 241,
    bitrate: 500_000,
    frameRate: 25,
  });
  const picture = paint(0, 321, 241);
  const decoder = VideoDecoder.live('H264');
  const [decoded] = decoder.decode(encoder.encode(picture, false));
  expect([decoded?.width, decoded?.height]).toEqual([320, 240]);
  decoded?.close();
  picture.close();
  decoder.close();
  encoder.close();
});

it('shares pixels until one of the sharers writes', () => {
  const first = paint(0);
  const second = first.share();
  second.makeWritable();
  second.planes().y[0] = 7;
  expect(first.planes().y[0]).toBe(60);
  second.close();
  second.close();
  first.makeWritable();
  first.planes().y[0] = 9;
  expect(first.planes().y[0]).toBe(9);
  first.close();
});
