import { expect, it } from 'vitest';
import { RecordingClock } from './RecordingClock.js';

it('begins at 0, keeps sound and picture in step, and leaves out what was before', () => {
  const clock = new RecordingClock();
  expect(clock.place(5_000_000)).toBeUndefined();
  clock.start(5_000_000);
  expect([4_990_000, 5_000_000, 5_020_000, 5_010_000].map((us) => clock.place(us))).toEqual([
    undefined,
    0,
    20_000,
    10_000,
  ]);
});

it('goes on behind the last frame after a pause, however long', () => {
  const clock = new RecordingClock();
  clock.start(1_000_000);
  clock.place(2_000_000);
  clock.pause();
  expect(clock.isRunning).toBe(false);
  expect(clock.place(3_000_000)).toBeUndefined();
  clock.start(9_000_000);
  expect(clock.place(8_990_000)).toBeUndefined();
  expect(clock.place(9_000_000)).toBe(1_040_000);
  expect(clock.place(9_020_000)).toBe(1_060_000);
});
