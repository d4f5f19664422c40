import { randomFrom } from './random.test.support.js';
import { DEFAULT_CONFIG } from './regions/config.js';
import type { DetectorFrame, RegionOfInterest, RegionOfInterestConfig } from './types.js';

/** Somebody in a painted scene: an ellipse with a pattern that moves along. Pixels. */
export interface Figure {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PaintOptions {
  readonly width?: number;
  readonly height?: number;
  readonly stride?: number;
  /** Standard deviation of the noise, grey levels. */
  readonly noise?: number;
  readonly gain?: number;
  /** By how much the camera looks to the right and down, pixels. */
  readonly lookX?: number;
  readonly lookY?: number;
}

const WIDTH = 320;
const HEIGHT = 240;

/** A picture of a mottled, empty place with figures in it. */
export function paint(
  figures: readonly Figure[],
  timestampMs: number,
  options: PaintOptions = {},
): DetectorFrame {
  const { width = WIDTH, height = HEIGHT, noise = 1, gain = 1, lookX = 0, lookY = 0 } = options;
  const stride = options.stride ?? width;
  const data = new Uint8Array(stride * height);
  const grey = groundOf(width, height, lookX, lookY).slice();
  for (const figure of figures.toReversed()) paintFigure(grey, width, height, figure, lookX, lookY);
  const random = randomFrom(timestampMs + 1);
  for (let y = 0; y < height; y++) {
    const grain = Math.floor(random() * GRAIN.length);
    for (let x = 0; x < width; x++) {
      const value = gain * grey[y * width + x]! + noise * GRAIN[(grain + x) % GRAIN.length]!;
      data[y * stride + x] = Math.max(0, Math.min(255, Math.round(value)));
    }
  }
  return { data, width, height, stride, timestampMs };
}

/** Share of a picture that figures cover, percent. */
export function coverage(figures: readonly Figure[], width = WIDTH, height = HEIGHT): number {
  let covered = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (figures.some((f) => isInside(f, x - f.x, y - f.y))) covered++;
  return (100 * covered) / (width * height);
}

export function region(
  id: string,
  points: readonly (readonly [number, number])[],
  config: Partial<RegionOfInterestConfig> = {},
): RegionOfInterest {
  return {
    id,
    points: points.map(([x, y]) => ({ x, y })),
    config: { ...DEFAULT_CONFIG, ...config },
  };
}

export const WHOLE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The empty place, painted once per view: most of a picture, and always the same. */
const grounds = new Map<string, Float32Array>();

function groundOf(width: number, height: number, lookX: number, lookY: number): Float32Array {
  const key = [width, height, lookX, lookY].join();
  const known = grounds.get(key);
  if (known) return known;
  const ground = new Float32Array(width * height);
  for (let i = 0; i < ground.length; i++) {
    const x = (i % width) + lookX;
    const y = Math.floor(i / width) + lookY;
    ground[i] = 130 + 25 * mottle(x / 9, y / 9) + 10 * mottle(x / 4 + 50, y / 4);
  }
  grounds.set(key, ground);
  return ground;
}

function paintFigure(
  grey: Float32Array,
  width: number,
  height: number,
  figure: Figure,
  lookX: number,
  lookY: number,
): void {
  const left = Math.max(0, Math.floor(figure.x - figure.width / 2 - lookX));
  const right = Math.min(width - 1, figure.x + figure.width / 2 - lookX);
  const top = Math.max(0, Math.floor(figure.y - figure.height / 2 - lookY));
  const bottom = Math.min(height - 1, figure.y + figure.height / 2 - lookY);
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const [dx, dy] = [x + lookX - figure.x, y + lookY - figure.y];
      if (isInside(figure, dx, dy)) grey[y * width + x] = 60 + 45 * mottle(dx / 5 + 100, dy / 5);
    }
}

/** Whether a point so far from the middle of a figure belongs to it. */
function isInside({ width, height }: Figure, dx: number, dy: number): boolean {
  return ((2 * dx) / width) ** 2 + ((2 * dy) / height) ** 2 <= 1;
}

/** Smooth value noise, -1..1. */
function mottle(x: number, y: number): number {
  const [ix, iy] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [smooth(x - ix), smooth(y - iy)];
  const top = lattice(ix, iy) * (1 - fx) + lattice(ix + 1, iy) * fx;
  const bottom = lattice(ix, iy + 1) * (1 - fx) + lattice(ix + 1, iy + 1) * fx;
  return top * (1 - fy) + bottom * fy;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function lattice(x: number, y: number): number {
  const hash = Math.imul(Math.imul(x, 374761393) ^ Math.imul(y, 668265263), 1274126177);
  return ((hash ^ (hash >>> 15)) & 0xffff) / 0x7fff - 1;
}

/** Noise of a sensor, standard deviation 1, of which each row of a picture shows a random stretch. */
const GRAIN = makeGrain(1 << 15);

function makeGrain(length: number): Float32Array {
  const random = randomFrom(1);
  return Float32Array.from({ length }, () => (random() + random() + random() - 1.5) * 2);
}
