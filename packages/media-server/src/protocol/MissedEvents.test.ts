import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MissedEvents } from './MissedEvents.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('events are kept from the end of a connection to the next one, once', () => {
  const missed = new MissedEvents();
  missed.add('session', 'before');
  missed.begin('session');
  missed.add('session', 'one');
  missed.add('other', 'two');
  missed.add('session', 'three');
  expect(missed.take('session')).toEqual(['one', 'three']);
  expect(missed.take('session')).toEqual([]);
  missed.add('session', 'afterwards');
  expect(missed.take('session')).toEqual([]);
});

test('they are kept for ten seconds', () => {
  const missed = new MissedEvents();
  missed.begin('session');
  missed.add('session', 'one');
  vi.advanceTimersByTime(10_000);
  missed.add('session', 'two');
  expect(missed.take('session')).toEqual([]);
});

test('of too many the oldest go, and of too many sessions the newest have none', () => {
  const missed = new MissedEvents();
  for (let n = 0; n < 21; n++) missed.begin(`session-${n}`);
  for (let n = 0; n < 5001; n++) missed.add('session-0', `${n}`);
  missed.add('session-20', 'lost');
  const kept = missed.take('session-0');
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([5000, '1', '5000']);
  expect(missed.take('session-20')).toEqual([]);
});
