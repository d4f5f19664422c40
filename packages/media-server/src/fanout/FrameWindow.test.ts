import { expect, test } from 'vitest';
import type { EncodedAudioFrame, EncodedVideoFrame } from '../frames.js';
import { FrameWindow } from './FrameWindow.js';

const data = new Uint8Array(1);
const key: EncodedVideoFrame = { codec: 'VP8', key: true, timestampUs: 0, data };
const delta: EncodedVideoFrame = { ...key, key: false };
const discardable: EncodedVideoFrame = { ...delta, isDiscardable: true };
const sound: EncodedAudioFrame = { codec: 'OPUS', timestampUs: 0, data };

function admitted(window: FrameWindow, frame: EncodedVideoFrame | EncodedAudioFrame): number {
  let count = 0;
  while (count < 1000 && window.admit(frame)) count++;
  return count;
}

test('who keeps up gets every frame', () => {
  const window = new FrameWindow();
  for (let i = 0; i < 1000; i++) {
    expect(window.admit(i === 0 ? key : delta)).toBe(true);
    window.done();
  }
  expect(window.needsKeyFrame).toBe(false);
});

test('of one that is behind, pictures that no other needs are left out first', () => {
  const window = new FrameWindow();
  const atFirst = admitted(window, discardable);
  expect(window.admit(delta)).toBe(true);
  expect(window.needsKeyFrame).toBe(false);
  expect(admitted(window, delta)).toBe(atFirst - 1);
});

test('then everything up to a key frame, which is asked for once there is room', () => {
  const window = new FrameWindow();
  const waiting = admitted(window, delta);
  expect(window.needsKeyFrame).toBe(false);
  expect(window.admit(key)).toBe(false);
  window.done();
  expect(window.needsKeyFrame).toBe(true);
  expect(window.admit(delta)).toBe(false);
  expect(window.admit(key)).toBe(true);
  expect(window.needsKeyFrame).toBe(false);
  for (let i = 0; i < waiting; i++) window.done();
  expect(window.admit(delta)).toBe(true);
});

test('sound goes on as soon as there is room', () => {
  const window = new FrameWindow();
  admitted(window, sound);
  expect(window.admit(sound)).toBe(false);
  window.done();
  expect(window.admit(sound)).toBe(true);
});
