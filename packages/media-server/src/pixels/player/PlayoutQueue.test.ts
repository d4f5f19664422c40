import { afterEach, expect, it } from 'vitest';
import { Picture } from '../codec/Picture.js';
import { PlayoutQueue } from './PlayoutQueue.js';
import type { PlayerItem } from './PlayerSource.js';

const pictures: Picture[] = [];

afterEach(() => {
  for (const picture of pictures.splice(0)) picture.close();
});

function picture(positionUs: number): PlayerItem {
  const picture = Picture.allocate(16, 16, positionUs);
  pictures.push(picture);
  return { kind: 'picture', positionUs, picture };
}

function audio(positionUs: number): PlayerItem {
  return { kind: 'audio', positionUs, data: new Uint8Array(1) };
}

it('gives pictures and sound by position, once both are there', () => {
  const queue = new PlayoutQueue({ pictures: true, audio: true });
  for (const position of [0, 20, 40, 60]) queue.push(audio(position));
  expect(queue.shift(false)).toBeUndefined();
  queue.push(picture(10));
  queue.push(picture(50));
  const order = [1, 2, 3, 4, 5].map(() => queue.shift(false)?.positionUs);
  expect(order).toEqual([0, 10, 20, 40, 50]);
  expect(queue.shift(false)).toBeUndefined();
  expect(queue.shift(true)?.positionUs).toBe(60);
});

it('does not wait for a kind that the source has not', () => {
  const queue = new PlayoutQueue({ pictures: false, audio: true });
  queue.push(audio(5));
  expect(queue.shift(false)?.positionUs).toBe(5);
});

it('does not grow when one kind stays away', () => {
  const queue = new PlayoutQueue({ pictures: true, audio: true });
  for (let position = 0; position < 8; position++) queue.push(picture(position));
  expect(queue.shift(false)?.positionUs).toBe(0);
  expect(queue.shift(false)).toBeUndefined();
});
