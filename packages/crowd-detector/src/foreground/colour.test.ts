import { describe, expect, test } from 'vitest';
import { CrowdDetector } from '../detector.js';
import { coverage, paint, region, WHOLE } from '../paintedScene.test.support.js';
import { randomFrom } from '../random.test.support.js';
import type { Figure } from '../paintedScene.test.support.js';
import type { DetectorFrame } from '../types.js';

const SIZE = { width: 160, height: 120 };
const SECONDS = 3;
const FPS = 8;
/** Seconds after which the ellipse is there. */
const EMPTY = 1.5;
const ELLIPSE: Figure = { x: 80, y: 60, width: 40, height: 64 };
/** As small as a shadow at somebody's feet. */
const FLAT: Figure = { x: 80, y: 60, width: 28, height: 8 };
const AREA = coverage([ELLIPSE], SIZE.width, SIZE.height);

interface Scene {
  /** Chroma of the ground and of the ellipse, U and V, 0 being no colour. */
  readonly ground: readonly [number, number];
  readonly ellipse?: readonly [number, number];
  readonly shape?: Figure;
  /** What the ellipse makes of the ground's luma. */
  readonly shade?: number;
  /** Added to all chroma at a time. */
  readonly cast?: (seconds: number) => number;
  /** Largest error of chroma that noise makes. */
  readonly noise?: number;
  readonly isGrey?: boolean;
}

/** A patch of another colour or light on the ground, whose luma keeps the ground's texture. */
function frameAt(seconds: number, scene: Scene): DetectorFrame {
  const frame = paint([], 1000 * seconds, SIZE);
  const { data, width, height } = frame;
  const { ground, ellipse = ground, shape = ELLIPSE, shade = 1 } = scene;
  const { cast = () => 0, noise = 0 } = scene;
  const random = randomFrom(1000 * seconds + 1);
  const isThere = seconds >= EMPTY;
  const covers = (x: number, y: number): boolean =>
    isThere &&
    ((2 * (x - shape.x)) / shape.width) ** 2 + ((2 * (y - shape.y)) / shape.height) ** 2 <= 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (covers(x, y)) data[y * width + x] = Math.round(shade * data[y * width + x]!);
  if (scene.isGrey === true) return frame;
  const [u, v] = [0, 1].map((k) => {
    const plane = new Uint8Array((width / 2) * (height / 2));
    for (let i = 0; i < plane.length; i++) {
      const [x, y] = [2 * (i % (width / 2)), 2 * Math.floor(i / (width / 2))];
      const colour = covers(x, y) ? ellipse[k]! : ground[k]!;
      const error = noise * (2 * random() - 1);
      plane[i] = Math.round(128 + colour + cast(seconds) + error);
    }
    return plane;
  }) as [Uint8Array, Uint8Array];
  return { ...frame, chroma: { u, v, stride: width / 2 } };
}

/** Occupancy of each picture. */
function occupancies(scene: Scene): number[] {
  const detector = new CrowdDetector({ regions: [region('whole', WHOLE)] });
  const found = Array.from(
    { length: SECONDS * FPS },
    (_, i) => detector.process(frameAt(i / FPS, scene)).regions[0]!.occupancy,
  );
  detector.close();
  return found;
}

const most = (values: readonly number[]): number => Math.max(...values);

describe('colour', () => {
  test.each([
    ['on grey ground', [0, 0]],
    ['on grass', [-15, -8]],
  ] as const)('clothes as bright as the ground are seen, %s', (_, ground) => {
    const found = occupancies({ ground, ellipse: [20, -12] }).slice((EMPTY + 0.5) * FPS);
    for (const occupancy of found) expect(Math.abs(occupancy - AREA)).toBeLessThan(0.2 * AREA);
  });

  test('without chroma they are not, nor when they have the ground’s colour', () => {
    expect(most(occupancies({ ground: [0, 0], ellipse: [20, -12], isGrey: true }))).toBe(0);
    expect(most(occupancies({ ground: [20, -12] }))).toBe(0);
  });

  test.each([
    ['whose chroma it dims, too', [-12, -6]],
    ['whose chroma it leaves', [-20, -10]],
  ] as const)('a shadow on coloured ground, %s, is not crowd', (_, ellipse) => {
    expect(most(occupancies({ ground: [-20, -10], ellipse, shade: 0.6 }))).toBeLessThan(0.5);
  });

  test('a small sharp shadow is not crowd where the ground’s colour is still to be seen', () => {
    const shadow: Scene = { ground: [-10, 6], shape: FLAT, shade: 0.6 };
    expect(most(occupancies(shadow))).toBe(0);
    const area = coverage([FLAT], SIZE.width, SIZE.height);
    expect(most(occupancies({ ...shadow, noise: 1 }))).toBeLessThan(0.25 * area);
    expect(most(occupancies({ ...shadow, ellipse: [0, 0] }))).toBeGreaterThan(0.8 * area);
    expect(most(occupancies({ ...shadow, isGrey: true }))).toBeGreaterThan(0.25 * area);
  });

  test('something dark of another colour is crowd, although a shadow could be as dark', () => {
    const found = occupancies({ ground: [-20, -10], ellipse: [10, 4], shade: 0.75 });
    expect(found.at(-1)).toBeGreaterThan(0.8 * AREA);
  });

  test('noise is not crowd, from the first picture on', () => {
    expect(most(occupancies({ ground: [-10, 5], noise: 20 }))).toBe(0);
  });

  test.each([
    ['drifts', (seconds: number) => 4 * seconds],
    ['jumps', (seconds: number) => (seconds < EMPTY ? 0 : 12)],
  ])('a white balance that %s is not crowd', (_, cast) => {
    expect(most(occupancies({ ground: [-10, 5], cast }))).toBe(0);
  });
});
