import { Muxer } from '../../dist/pixels/codec/Muxer.js';
import { Picture } from '../../dist/pixels/codec/Picture.js';
import { VideoEncoder } from '../../dist/pixels/codec/VideoEncoder.js';
import type { EncodedVideoFrame } from '../../dist/frames.js';

const FRAME_US = 40_000;

/** What a camera sends: grey pictures that grow brighter, 25 a second, the first and each `keyInterval`th of them a key frame. */
export function clip(
  count: number,
  width = 320,
  height = 240,
  keyInterval = Infinity,
): EncodedVideoFrame[] {
  const encoder = new VideoEncoder({
    codec: 'VP8',
    width,
    height,
    bitrate: 300_000,
    frameRate: 25,
  });
  const frames = Array.from({ length: count }, (_, index) => {
    const picture = Picture.allocate(width, height, index * FRAME_US);
    const { y, u, v } = picture.planes();
    y.fill(50 + index);
    u.fill(128);
    v.fill(128);
    const frame = encoder.encode(picture, index % keyInterval === 0);
    picture.close();
    return frame;
  });
  encoder.close();
  return frames;
}

/** Writes a {@link clip} into a WebM file. */
export async function writeClip(path: string, count: number, keyInterval?: number): Promise<void> {
  const frames = clip(count, 320, 240, keyInterval);
  const muxer = await Muxer.open(path, {
    container: 'WEBM',
    video: { first: frames[0]!, width: 320, height: 240 },
    hasAudio: false,
  });
  for (const { data, key, timestampUs } of frames) {
    await muxer.write({ kind: 'video', data, key, placeUs: timestampUs });
  }
  await muxer.close();
}
