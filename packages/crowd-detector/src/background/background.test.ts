import { expect, test } from 'vitest';
import { paint } from '../paintedScene.test.support.js';
import { Planes } from '../kernels/planes.js';
import { Background } from './background.js';
import { IDENTITY, Registration } from './registration.js';

interface OnePixel {
  readonly background: Background;
  readonly picture: Float32Array;
  readonly difference: Float32Array;
  readonly foreground: Uint8Array;
}

/** Shows one pixel a grey level for some seconds. */
function show(pixel: OnePixel, grey: number, seconds: number, step = 0.1): void {
  const { background, picture, difference, foreground } = pixel;
  picture[0] = grey;
  for (let t = 0; t < seconds - step / 2; t += step) {
    difference[0] = grey - background.value[0]!;
    foreground[0] = Math.abs(difference[0]) > 20 ? 1 : 0;
    background.update(picture, difference, foreground, step);
  }
}

function seen(grey: number, seconds: number): OnePixel {
  const pixel = Planes.for((planes) => ({
    background: new Background(planes, 1),
    picture: planes.float32(1),
    difference: planes.float32(1),
    foreground: planes.uint8(1),
  }));
  pixel.background.reset(Float32Array.of(grey));
  show(pixel, grey, seconds);
  return pixel;
}

test('what was seen for a moment only is replaced as soon as something else has been seen longer', () => {
  const pixel = seen(50, 0.3);
  show(pixel, 150, 0.8);
  expect(pixel.background.value[0]).toBeCloseTo(150, 0);
});

test('an established background holds against somebody who stands for two minutes', () => {
  const pixel = seen(150, 5);
  show(pixel, 50, 120);
  expect(pixel.background.value[0]).toBeCloseTo(150, 0);
});

test('what was background before it was covered is recognised at once when it comes back', () => {
  const pixel = seen(150, 30);
  show(pixel, 50, 200);
  expect(pixel.background.value[0]).toBeCloseTo(50, 0);
  show(pixel, 150, 0.2);
  expect(pixel.background.value[0]).toBeCloseTo(150, 0);
});

test('slow changes of the light are followed', () => {
  const pixel = seen(100, 5);
  for (let grey = 100; grey <= 140; grey++) show(pixel, grey, 3);
  expect(pixel.background.value[0]).toBeCloseTo(140, -1);
});

test.each([
  { gain: 1.25 },
  { gain: 0.6 },
  { lookX: 1, lookY: -1 },
  { lookX: -2, lookY: 1, gain: 1.1 },
])('registration finds the camera and the light again: %j', (options) => {
  const { gain = 1, lookX = 0, lookY = 0 } = options;
  const [width, height] = [320, 240];
  const { registration, picture, background, ignore } = Planes.for((planes) => ({
    registration: new Registration(planes, width, height),
    picture: planes.float32(width * height),
    background: planes.float32(width * height),
    ignore: planes.uint8(width * height),
  }));
  picture.set(paint([], 1, options).data);
  background.set(paint([], 1).data);
  const found = registration.fit(picture, background, ignore, IDENTITY);
  expect(found.gain * 128 + found.offset).toBeCloseTo(gain * 128, 0);
  // Looking right moves the picture left: shift undoes it.
  expect(found.shiftX).toBeCloseTo(lookX, 0);
  expect(found.shiftY).toBeCloseTo(lookY, 0);
  expect(found.inliers).toBeGreaterThan(0.9);
});
