import { describe, expect, test } from 'vitest';
import { compassPoint } from './compass.js';
import { HeadingHysteresis } from './heading.js';
import { LevelHysteresis, levelOf } from './level.js';

describe('levelOf', () => {
  const bounds = { min: 10, med: 35, max: 65 };
  test.each([
    [0, 0],
    [10, 0],
    [10.1, 1],
    [35, 1],
    [35.1, 2],
    [65, 2],
    [65.1, 3],
  ])('%d percent is level %d: a bound must be exceeded', (percentage, level) => {
    expect(levelOf(percentage, bounds)).toBe(level);
  });
});

describe('LevelHysteresis', () => {
  const run = (levels: readonly (0 | 1 | 2 | 3)[], frames: number) => {
    const hysteresis = new LevelHysteresis();
    return levels.map((level) => hysteresis.update(level, frames));
  };

  test('reports a level with the frame that completes its run, naming the one before', () => {
    expect(run([2, 2, 2, 2, 0, 0, 0], 3)).toEqual([
      undefined,
      undefined,
      0,
      undefined,
      undefined,
      undefined,
      2,
    ]);
  });

  test('starts counting again when the level changes on the way', () => {
    expect(run([1, 1, 2, 1, 1], 3)).toEqual(Array.from({ length: 5 }));
  });

  test('never reports the level NONE it starts with', () => {
    expect(run([0, 0, 0, 0], 1)).toEqual(Array.from({ length: 4 }));
  });

  test.each([0, 1])('reports at once with %d frames', (frames) => {
    expect(run([3, 1], frames)).toEqual([0, 3]);
  });
});

describe('HeadingHysteresis', () => {
  const run = (angles: readonly (number | null)[], frames = 2, reset = 3, offset = 0) => {
    const hysteresis = new HeadingHysteresis();
    return angles.map((angle) => hysteresis.update(angle, offset, frames, reset));
  };

  test('reports a sector once, however the angle wobbles within it and around its border', () => {
    expect(run([90, 95, 85, 110, 114, 111])).toEqual([false, true, false, false, false, false]);
  });

  test('reports a new sector when it has lasted', () => {
    expect(run([0, 0, 180, 180])).toEqual([false, true, false, true]);
  });

  test('a frame without direction interrupts the run', () => {
    expect(run([0, null, 0, 0])).toEqual([false, false, false, true]);
  });

  test('forgets the direction after the frames to reset, and not earlier', () => {
    expect(run([0, 0, null, null, 0, 0]).at(-1)).toBe(false);
    expect(run([0, 0, null, null, null, 0, 0]).at(-1)).toBe(true);
  });

  test('sectors follow the offset', () => {
    expect(run([20, 46, 10, 46], 1)).toEqual([true, true, true, true]);
    expect(run([20, 46, 10, 46], 1, 3, 17)).toEqual([true, false, false, false]);
  });
});

describe('compassPoint', () => {
  test.each([
    [0, 'N'],
    [22, 'N'],
    [23, 'NE'],
    [90, 'E'],
    [135, 'SE'],
    [180, 'S'],
    [225, 'SW'],
    [270, 'W'],
    [315, 'NW'],
    [359, 'N'],
  ])('%d degrees is %s', (angle, point) => {
    expect(compassPoint(angle)).toBe(point);
  });

  test('an offset turns the axes counter-clockwise: what goes left is north at 90', () => {
    expect(compassPoint(270, 90)).toBe('N');
    expect(compassPoint(0, 90)).toBe('E');
    expect(compassPoint(0, -90)).toBe('W');
  });
});
