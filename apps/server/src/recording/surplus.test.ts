import { expect, test } from 'vitest';
import type { StoredRecording } from '../history/RecordingStore.js';
import { RecordingCatalog } from './RecordingCatalog.js';
import { surplusOf } from './surplus.js';

const DAY_MS = 24 * 3600 * 1000;
const NOW = Date.UTC(2026, 10, 24);

/** Ended so many days ago, or still being recorded. */
function recording(id: string, days: number, bytes: number, hasEnded = true): StoredRecording {
  const startedAt = new Date(NOW - days * DAY_MS - 1000);
  const endedAt = hasEnded ? new Date(NOW - days * DAY_MS) : null;
  const lengthMs = hasEnded ? 1000 : null;
  return {
    id,
    broadcastId: 'main',
    startedAt,
    startedBy: 'x',
    endedAt,
    ending: null,
    bytes,
    lengthMs,
  };
}

function surplus(recordings: StoredRecording[], maxTotalBytes: number): string[] {
  const catalog = new RecordingCatalog(recordings, 30);
  return surplusOf(catalog, { maxTotalBytes }, NOW).map(({ id }) => id);
}

test('what is too old goes', () => {
  expect(surplus([recording('old', 30, 1), recording('young', 29, 1)], 10)).toEqual(['old']);
});

test('the oldest go until the others are small enough', () => {
  const all = [recording('a', 3, 4), recording('b', 2, 4), recording('c', 1, 4)];
  expect(surplus(all, 12)).toEqual([]);
  expect(surplus(all, 11)).toEqual(['a']);
  expect(surplus(all, 3)).toEqual(['c', 'b', 'a']);
});

test('what is being recorded stays, and counts', () => {
  expect(surplus([recording('a', 1, 4), recording('now', 0, 100, false)], 50)).toEqual(['a']);
});

test('there are at most 2,000', () => {
  const all = Array.from({ length: 2001 }, (_, index) => recording(`${index}`, 1, 0));
  expect(surplus(all, 1)).toEqual(['0']);
});
