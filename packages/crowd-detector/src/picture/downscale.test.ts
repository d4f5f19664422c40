import { expect, test } from 'vitest';
import { Planes } from '../kernels/planes.js';
import type { DetectorFrame } from '../types.js';
import { Downscaler } from './downscale.js';

function gradient(width: number, height: number, stride = width): DetectorFrame {
  const data = new Uint8Array(stride * height).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * stride + x] = (x * 200) / width + (y * 50) / height;
  return { data, width, height, stride, timestampMs: 0 };
}

function shrink(frame: DetectorFrame, width: number, height: number): Float32Array {
  const { scaler, output } = Planes.for((planes) => ({
    scaler: new Downscaler(planes, frame, width, height),
    output: planes.float32(width * height),
  }));
  scaler.run(frame.data, output);
  return output;
}

test.each([
  [640, 480, 320, 240],
  [768, 576, 320, 240],
  [1280, 720, 320, 180],
  [500, 333, 320, 213],
  [320, 240, 320, 240],
  [7, 3, 7, 3],
])('%dx%d to %dx%d keeps the mean and the slope', (width, height, w, h) => {
  const frame = gradient(width, height, width + 16);
  const output = shrink(frame, w, h);
  let sum = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) sum += frame.data[y * frame.stride + x]!;
  const mean = output.reduce((total, grey) => total + grey, 0) / output.length;
  expect(mean).toBeCloseTo(sum / (width * height), 1);
  expect(output[w - 1]! - output[0]!).toBeGreaterThan(160);
});

test('every input pixel counts: a chessboard becomes grey', () => {
  const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => ((i + (i >> 6)) % 2) * 200);
  const output = shrink({ data, width: 64, height: 64, stride: 64, timestampMs: 0 }, 32, 32);
  expect(output.every((grey) => grey === 100)).toBe(true);
});
