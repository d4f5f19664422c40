import { expect, test } from 'vitest';
import { fillRandom, SIZES, workbench } from '../kernels/planes.test.helper.js';

test.each(SIZES)('learnBackground, %dx%d', (width, height) => {
  const pixels = width * height;
  const { kernels, at, bytes, floats } = workbench(pixels);
  const foreground = bytes[0]!;
  const [picture, smooth, background, deviation, age, candidateAge] = floats as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  fillRandom(foreground, 0, 2, 1);
  fillRandom(picture, 0, 255, 2);
  fillRandom(smooth, -9, 9, 3);
  fillRandom(background, 0, 255, 4);
  fillRandom(deviation, 0, 5, 5);
  fillRandom(age, 0, 1, 6);
  fillRandom(candidateAge, -1, 1, 7);
  const before = [background, deviation, age, candidateAge].map((plane) => plane.slice());
  kernels.learnBackground(
    at(picture),
    at(smooth),
    at(foreground),
    at(background),
    at(deviation),
    at(age),
    at(candidateAge),
    pixels,
    0.1,
    0.2,
    0.05,
    5,
    0.025,
  );
  for (let i = 0; i < pixels; i++) {
    let [value, spread, seconds, other] = before.map((plane) => plane[i]!) as [
      number,
      number,
      number,
      number,
    ];
    if (foreground[i] === 0) {
      seconds += 0.1;
      value += Math.max(0.2, Math.min(0.5, 0.1 / seconds)) * (picture[i]! - value);
      spread += 0.05 * (Math.min(5, Math.abs(smooth[i]!)) - spread);
      if (other > 0) other -= 0.025;
    }
    expect(background[i]).toBeCloseTo(value, 3);
    expect(deviation[i]).toBeCloseTo(spread, 5);
    expect(age[i]).toBeCloseTo(seconds, 5);
    expect(candidateAge[i]).toBeCloseTo(other, 5);
  }
});
