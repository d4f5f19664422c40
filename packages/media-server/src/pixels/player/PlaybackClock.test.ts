import { expect, it } from 'vitest';
import { PlaybackClock } from './PlaybackClock.js';

function clockAt(isLive: boolean): { clock: PlaybackClock; set: (nowUs: number) => void } {
  let now = 1_000_000_000;
  return { clock: new PlaybackClock(isLive, () => now), set: (nowUs) => (now = nowUs) };
}

it('is due at once with the first item, wherever in the source it lies', () => {
  expect(clockAt(false).clock.due(7_000_000)).toBe(1_000_000_000);
});

it('keeps the distances of the source, whenever the item was read', () => {
  const { clock, set } = clockAt(false);
  clock.due(0);
  set(1_000_090_000);
  expect(clock.due(40_000)).toBe(1_000_040_000);
  expect(clock.millisecondsTo(1_000_040_000)).toBe(-50);
  expect(clock.due(200_000)).toBe(1_000_200_000);
});

it('begins anew after a stall and after a jump, instead of running after or waiting', () => {
  const { clock, set } = clockAt(false);
  clock.due(0);
  set(1_000_600_000);
  expect(clock.due(40_000)).toBe(1_000_600_000);
  expect(clock.due(80_000)).toBe(1_000_640_000);
  expect(clock.due(60_000_000)).toBe(1_000_600_000);
});

it('never waits for what is live', () => {
  const { clock, set } = clockAt(true);
  clock.due(0);
  set(1_000_010_000);
  expect(clock.due(40_000)).toBe(1_000_010_000);
});
