import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SourceWatch } from './SourceWatch.js';

const seen: string[] = [];
const events = { live: () => void seen.push('live'), stalled: () => void seen.push('stalled') };
let watch: SourceWatch;

beforeEach(() => {
  vi.useFakeTimers();
  seen.length = 0;
  watch = new SourceWatch();
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

test('a source that never gives a picture does not hold its place for ever', () => {
  watch.start(events);
  vi.advanceTimersByTime(14_999);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(['stalled']);
});

test('pictures that came before it listens count', () => {
  watch.flow(true);
  watch.start(events);
  vi.advanceTimersByTime(60_000);
  expect(seen).toEqual(['live']);
});

test('a short pause is no stall; a longer one is, until pictures come again', () => {
  watch.start(events);
  watch.flow(true);
  watch.flow(false);
  vi.advanceTimersByTime(2999);
  watch.flow(true);
  watch.flow(false);
  vi.advanceTimersByTime(3000);
  watch.flow(true);
  expect(seen).toEqual(['live', 'live', 'stalled', 'live']);
});

test('closed, it says nothing more', () => {
  watch.start(events);
  watch.close();
  watch.flow(false);
  vi.advanceTimersByTime(60_000);
  expect(seen).toEqual([]);
});
