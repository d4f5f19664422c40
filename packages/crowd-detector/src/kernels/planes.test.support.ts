import { randomFrom } from '../random.test.support.js';
import { Planes } from './planes.js';

/** Sizes around whole vectors, with tails of all kinds. */
export const SIZES = [
  [5, 5],
  [16, 9],
  [33, 7],
  [47, 20],
  [64, 31],
] as const;

/** Some planes, each of so many pixels, with the kernels' addresses of them. */
export function workbench(pixels: number) {
  return Planes.for((planes) => ({
    kernels: planes.kernels,
    at: planes.at,
    bytes: Array.from({ length: 6 }, () => planes.uint8(pixels)),
    floats: Array.from({ length: 6 }, () => planes.float32(pixels)),
    doubles: Array.from({ length: 2 }, () => planes.float64(pixels)),
  }));
}

export function fillRandom(
  plane: Float32Array | Uint8Array,
  low: number,
  high: number,
  seed: number,
): void {
  const random = randomFrom(seed);
  for (let i = 0; i < plane.length; i++) plane[i] = low + (high - low) * random();
}

/** Calls back for each pixel of the (2 reach + 1)² around one that lies in the picture. */
export function around(
  [x, y]: readonly [number, number],
  reach: number,
  [width, height]: readonly [number, number],
  visit: (index: number) => void,
): void {
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++)
      visit(v * width + u);
}
