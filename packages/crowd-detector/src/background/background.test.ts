import { expect, test } from 'vitest';
import { paint } from '../paintedScene.test.helper.js';
import type { PaintOptions } from '../paintedScene.test.helper.js';
import { Planes } from '../kernels/planes.js';
import { Background } from './background.js';
import { IDENTITY, Registration } from './registration.js';

/** Shows one pixel a grey level for some seconds. */
function show(background: Background, grey: number, seconds: number, step = 0.1): void {
  const picture = Float32Array.of(grey);
  for (let t = 0; t < seconds - step / 2; t += step) {
    const difference = Float32Array.of(grey - background.value[0]!);
    const foreground = Uint8Array.of(Math.abs(difference[0]!) > 20 ? 1 : 0);
    background.update(picture, difference, foreground, step);
  }
}

function seen(grey: number, seconds: number): Background {
  const background = Planes.for((planes) => new Background(planes, 1));
  background.reset(Float32Array.of(grey));
  show(background, grey, seconds);
  return background;
}

test('what was seen for a moment only is replaced as soon as something else has been seen longer', () => {
  const background = seen(50, 0.3);
  show(background, 150, 0.8);
  expect(background.value[0]).toBeCloseTo(150, 0);
});

test('an established background holds against somebody who stands for two minutes', () => {
  const background = seen(150, 5);
  show(background, 50, 120);
  expect(background.value[0]).toBeCloseTo(150, 0);
});

test('what was background before it was covered is recognised at once when it comes back', () => {
  const background = seen(150, 30);
  show(background, 50, 200);
  expect(background.value[0]).toBeCloseTo(50, 0);
  show(background, 150, 0.2);
  expect(background.value[0]).toBeCloseTo(150, 0);
});

test('slow changes of the light are followed', () => {
  const background = seen(100, 5);
  for (let grey = 100; grey <= 140; grey++) show(background, grey, 3);
  expect(background.value[0]).toBeCloseTo(140, -1);
});

const picture = (options: PaintOptions) => Float32Array.from(paint([], 1, options).data);

test.each([
  { gain: 1.25 },
  { gain: 0.6 },
  { lookX: 1, lookY: -1 },
  { lookX: -2, lookY: 1, gain: 1.1 },
])('registration finds the camera and the light again: %j', (options) => {
  const { gain = 1, lookX = 0, lookY = 0 } = options;
  const background = picture({});
  const found = new Registration(320, 240).fit(
    picture(options),
    background,
    new Uint8Array(background.length),
    IDENTITY,
  );
  expect(found.gain * 128 + found.offset).toBeCloseTo(gain * 128, 0);
  // Looking right moves the picture left: shift undoes it.
  expect(found.shiftX).toBeCloseTo(lookX, 0);
  expect(found.shiftY).toBeCloseTo(lookY, 0);
  expect(found.inliers).toBeGreaterThan(0.9);
});
