import { expect, test } from 'vitest';
import { fillRandom, SIZES, workbench } from '../kernels/planes.test.support.js';

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

test.each(SIZES)('sumNormalEquations, %dx%d', (width, height) => {
  const pixels = width * height;
  const { kernels, at, bytes, floats, doubles } = workbench(pixels);
  const ignore = bytes[0]!;
  const [picture, background] = floats as [Float32Array, Float32Array];
  const [normal, right] = doubles as [Float64Array, Float64Array];
  fillRandom(ignore, 0, 1.3, 8);
  fillRandom(picture, 0, 255, 9);
  fillRandom(background, 0, 255, 10);
  const [gain, offset, shiftX, shiftY] = [1.1, -3, 0.3, -0.7];
  kernels.sumNormalEquations(
    at(picture),
    at(background),
    at(ignore),
    width,
    height,
    2,
    3,
    gain,
    offset,
    shiftX,
    shiftY,
    40,
    4,
    248,
    at(normal),
    at(right),
  );

  const expected = { normal: new Float64Array(16), right: new Float64Array(6) };
  for (let y = 2; y < height - 2; y += 3)
    for (let x = 2; x < width - 2; x += 3) {
      const i = y * width + x;
      if (ignore[i] !== 0) continue;
      // At x - 0.3, y + 0.7.
      const j = i - 1;
      const top = 0.3 * picture[j]! + 0.7 * picture[j + 1]!;
      const bottom = 0.3 * picture[j + width]! + 0.7 * picture[j + width + 1]!;
      const grey = 0.3 * top + 0.7 * bottom;
      if (grey < 4 || grey > 248) continue;
      const residual = grey - gain * background[i]! - offset;
      const weight = 1 / (1 + (residual / 40) ** 2);
      const gx = (gain * (background[i + 1]! - background[i - 1]!)) / 2;
      const gy = (gain * (background[i + width]! - background[i - width]!)) / 2;
      const vector = [background[i]!, 1, gx, gy];
      vector.forEach((a, row) => {
        vector.forEach((b, column) => (expected.normal[4 * row + column]! += weight * a * b));
        expected.right[row]! += weight * a * residual;
      });
      expected.right[4]!++;
      if (weight > 0.5) expected.right[5]!++;
    }
  expected.normal.forEach((sum, i) => expect(normal[i]! / 1e5).toBeCloseTo(sum / 1e5, 6));
  expected.right.forEach((sum, i) => expect(right[i]! / 1e5).toBeCloseTo(sum / 1e5, 6));
});
