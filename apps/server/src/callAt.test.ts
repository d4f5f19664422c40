import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callAt } from './callAt.js';

const DAY_MS = 24 * 3600 * 1000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([1, 24, 25, 365])('in %i days', (days) => {
  const callback = vi.fn<() => void>();
  callAt(new Date(Date.now() + days * DAY_MS), callback);
  vi.advanceTimersByTime(days * DAY_MS - 1);
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(callback).toHaveBeenCalledOnce();
});

test('given up, also after the first timer', () => {
  const callback = vi.fn<() => void>();
  const cancel = callAt(new Date(Date.now() + 30 * DAY_MS), callback);
  vi.advanceTimersByTime(26 * DAY_MS);
  cancel();
  vi.advanceTimersByTime(10 * DAY_MS);
  expect(callback).not.toHaveBeenCalled();
});
