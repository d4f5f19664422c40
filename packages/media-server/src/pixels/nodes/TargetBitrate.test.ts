import { expect, it } from 'vitest';
import { TargetBitrate } from './TargetBitrate.js';

const VGA = { width: 640, height: 480 };

it('values raw pictures by their size, up to the maximum', () => {
  expect(new TargetBitrate({ maxBitrate: 2_000_000 }).start(VGA, 0)).toBe(768_000);
  expect(new TargetBitrate({ maxBitrate: 500_000 }).start(VGA, 0)).toBe(500_000);
  expect(new TargetBitrate({ maxBitrate: 2_000_000 }).start({ width: 1920, height: 1080 }, 0)).toBe(
    2_000_000,
  );
});

it('follows the input, but not for a small difference and not more than once in 3 s', () => {
  const bitrate = new TargetBitrate({ maxBitrate: 2_000_000 });
  bitrate.target = { ...bitrate.target, inputBitrate: 1_000_000 };
  expect(bitrate.start(VGA, 0)).toBe(1_000_000);
  bitrate.target = { ...bitrate.target, inputBitrate: 1_200_000 };
  expect(bitrate.change(VGA, 10_000_000)).toBeUndefined();
  bitrate.target = { ...bitrate.target, inputBitrate: 1_500_000 };
  expect(bitrate.change(VGA, 2_900_000)).toBeUndefined();
  expect(bitrate.change(VGA, 3_000_000)).toBe(1_500_000);
  bitrate.target = { ...bitrate.target, inputBitrate: 600_000 };
  expect(bitrate.change(VGA, 5_900_000)).toBeUndefined();
  expect(bitrate.change(VGA, 6_000_000)).toBe(600_000);
});

it('never goes below what shows people', () => {
  const bitrate = new TargetBitrate({ maxBitrate: 2_000_000 });
  bitrate.target = { ...bitrate.target, inputBitrate: 1000 };
  expect(bitrate.start(VGA, 0)).toBe(100_000);
});

it('takes less, or more, from who says so', () => {
  const inputBitrate = 1000;
  expect(new TargetBitrate({ maxBitrate: 50_000 }).start(VGA, 0)).toBe(50_000);
  const target = { inputBitrate, minBitrate: 1_500_000, maxBitrate: 2_000_000 };
  expect(new TargetBitrate(target).start(VGA, 0)).toBe(1_500_000);
});
