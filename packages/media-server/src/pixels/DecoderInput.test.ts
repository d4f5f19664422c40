import { expect, it } from 'vitest';
import type { EncodedVideoFrame } from '../frames.js';
import { DecoderInput } from './DecoderInput.js';

function frame(key: boolean): EncodedVideoFrame {
  return { codec: 'VP8', key, timestampUs: 0, data: new Uint8Array(1) };
}

it('lets 32 frames wait, then nothing up to the next key frame that finds room', () => {
  const input = new DecoderInput();
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
  const input = new DecoderInput();
  expect([1, 2, 3].map(() => input.mayRequestKeyFrame())).toEqual([true, false, false]);
});
