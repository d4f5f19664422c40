import { expect, test } from 'vitest';
import { encodeJpeg } from '../codec/JpegEncoder.js';
import { Picture } from '../codec/Picture.js';
import { NextPicture } from './NextPicture.js';

function grey(width: number, height: number): Picture {
  const picture = Picture.allocate(width, height, 0);
  const { y, u, v } = picture.planes();
  y.fill(120);
  u.fill(128);
  v.fill(128);
  return picture;
}

test('all who wait get what is made of the next picture, once', async () => {
  let made = 0;
  const next = new NextPicture(() => ++made);
  const waiting = [next.wait(), next.wait()];
  const picture = grey(32, 32);
  next.offer(picture);
  next.offer(picture);
  expect(await Promise.all(waiting)).toEqual([1, 1]);
  expect(next.isAwaited).toBe(false);
  picture.close();
});

test('the end and a failure are told, and the next one is made again', async () => {
  const next = new NextPicture<number>(() => {
    throw new Error('broken');
  });
  const picture = grey(32, 32);
  const waiting = next.wait();
  next.offer(picture);
  await expect(waiting).rejects.toThrow('broken');
  const ended = next.wait();
  next.close();
  await expect(ended).rejects.toMatchObject({ code: 'NO_PICTURE' });
  picture.close();
});

test.each([
  [321, 241, 322, 242],
  [1920, 1080, 960, 540],
])('a picture of %i x %i is a JPEG of %i x %i', (width, height, ...size) => {
  const picture = grey(width, height);
  const jpeg = Buffer.from(encodeJpeg(picture, 960));
  picture.close();
  expect(sizeOf(jpeg)).toEqual(size);
  expect(jpeg.length).toBeLessThan(30_000);
});

/** Of the frame header (ITU-T T.81, B.2.2: SOF0 is FF C0, length, precision, height, width). */
function sizeOf(jpeg: Buffer): number[] {
  expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9');
  const header = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  return [jpeg.readUInt16BE(header + 7), jpeg.readUInt16BE(header + 5)];
}
