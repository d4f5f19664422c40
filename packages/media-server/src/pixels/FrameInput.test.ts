import { expect, it } from 'vitest';
import type { EncodedVideoFrame } from '../frames.js';
import { FrameInput } from './FrameInput.js';

function frame(key: boolean): EncodedVideoFrame {
  return { codec: 'VP8', key, timestampUs: 0, data: new Uint8Array(1) };
}

it('lets 32 frames wait, then nothing up to the next key frame that finds room', () => {
  const input = new FrameInput();
  const admitted = Array.from({ length: 40 }, () => input.admit(frame(false)));
  expect(admitted.filter(Boolean)).toHaveLength(32);
  expect(input.admit(frame(true))).toBe(false);
  expect(input.framesDropped).toBe(9);
  input.waiting.leave();
  expect(input.admit(frame(false))).toBe(false);
  expect(input.admit(frame(true))).toBe(true);
  input.waiting.leave();
  expect(input.admit(frame(false))).toBe(true);
  expect(input.framesDropped).toBe(10);
});

it('asks for a key frame once, not with every frame', () => {
  const input = new FrameInput();
  expect([1, 2, 3].map(() => input.mayRequestKeyFrame())).toEqual([true, false, false]);
});

it('begins with a key frame where that is needed, with sound at once', () => {
  const input = new FrameInput({ startsAtKeyFrame: true });
  const sound = { codec: 'OPUS', timestampUs: 0, data: new Uint8Array(1) } as const;
  const admitted = () => [input.admit(frame(false)), input.admit(sound), input.admit(frame(true))];
  expect(admitted()).toEqual([false, true, true]);
  expect(input.admit(frame(false))).toBe(true);
  input.restart();
  expect(admitted()).toEqual([false, true, true]);
});
