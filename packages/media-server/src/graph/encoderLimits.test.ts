import { expect, test } from 'vitest';
import { encoderLimits, hasEncoderSettings } from './encoderLimits.js';

const unset = {
  encoderBitrate: 0,
  minEncoderBitrate: 0,
  maxEncoderBitrate: 0,
  videoFormat: undefined,
};

test('an encoder of which nobody says anything may use 2 Mbit/s', () => {
  expect(encoderLimits(undefined, [])).toMatchObject({ maxBitrate: 2_000_000 });
  expect(encoderLimits(unset, [undefined])).toMatchObject({ minBitrate: undefined });
  expect(hasEncoderSettings(unset)).toBe(false);
});

test('of the viewers the one that takes most decides', () => {
  const low = { min: undefined, max: 300_000 };
  const high = { min: 200_000, max: 900_000 };
  expect(encoderLimits(unset, [low]).maxBitrate).toBe(300_000);
  expect(encoderLimits(unset, [low, high])).toMatchObject({
    minBitrate: 200_000,
    maxBitrate: 900_000,
  });
  expect(encoderLimits(unset, [low, high, undefined]).maxBitrate).toBe(2_000_000);
});

test('the settings of the element come before those of the viewers', () => {
  const viewers = [{ min: 100_000, max: 300_000 }];
  const bounds = { ...unset, minEncoderBitrate: 500_000, maxEncoderBitrate: 4_000_000 };
  expect(encoderLimits(bounds, viewers)).toMatchObject({
    minBitrate: 500_000,
    maxBitrate: 4_000_000,
  });
  const fixed = { ...unset, encoderBitrate: 700_000 };
  expect(encoderLimits(fixed, viewers)).toMatchObject({ minBitrate: 700_000, maxBitrate: 700_000 });
  expect(hasEncoderSettings(fixed)).toBe(true);
});

test('a format limits the frame rate, if it says one', () => {
  const format = (numerator: number, denominator: number) =>
    ({ ...unset, videoFormat: { codec: 'VP8', framerate: { numerator, denominator } } }) as const;
  expect(encoderLimits(format(15, 1), []).maxFrameRate).toBe(15);
  expect(encoderLimits(format(15, 0), []).maxFrameRate).toBeUndefined();
});
