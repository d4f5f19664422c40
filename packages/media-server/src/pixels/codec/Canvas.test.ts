import { afterEach, expect, it } from 'vitest';
import { Canvas } from './Canvas.js';
import { Picture } from './Picture.js';

const canvas = new Canvas();

afterEach(() => canvas.close());

function grey(value: number, width = 64, height = 48): Picture {
  const picture = Picture.allocate(width, height, value);
  picture.planes().y.fill(value);
  return picture;
}

it('takes pixels and time of a picture, which stays as it is', () => {
  const source = grey(60);
  const copy = canvas.copy(source);
  expect([copy.planes().y[0], copy.timestampUs]).toEqual([60, 60]);
  copy.planes().y[0] = 200;
  expect(source.planes().y[0]).toBe(60);
  source.close();
});

it('keeps its memory from picture to picture', () => {
  const [first, second] = [grey(60), grey(61)];
  const memory = canvas.copy(first).planes().y.buffer;
  canvas.copy(first).share().close();
  expect(canvas.copy(second).planes().y.buffer).toBe(memory);
  first.close();
  second.close();
});

it('leaves alone what was handed on and is still read', () => {
  const [first, second] = [grey(60), grey(61)];
  const handedOn = canvas.copy(first).share();
  expect(canvas.copy(second).planes().y[0]).toBe(61);
  expect(handedOn.planes().y[0]).toBe(60);
  for (const picture of [first, second, handedOn]) picture.close();
});

it('follows a change of size', () => {
  const [small, large] = [grey(60), grey(61, 128, 96)];
  canvas.copy(small);
  const { width, height } = canvas.copy(large);
  expect([width, height]).toEqual([128, 96]);
  small.close();
  large.close();
});
