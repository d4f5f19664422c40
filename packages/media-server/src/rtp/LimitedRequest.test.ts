import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LimitedRequest } from './LimitedRequest.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('many requests are one at once and one when the interval is over', () => {
  const action = vi.fn<() => void>();
  const limited = new LimitedRequest(action);
  for (let i = 0; i < 10; i++) limited.request();
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(299);
  expect(action).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(2);
});

test('what has come meanwhile is not asked for', () => {
  const action = vi.fn<() => void>();
  const limited = new LimitedRequest(action);
  limited.request();
  limited.request();
  limited.fulfilled();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(1);
});

test('nothing happens after it was closed', () => {
  const action = vi.fn<() => void>();
  const limited = new LimitedRequest(action);
  limited.request();
  limited.request();
  limited.close();
  limited.request();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(1);
});
