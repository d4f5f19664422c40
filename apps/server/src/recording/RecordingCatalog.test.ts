import { expect, test } from 'vitest';
import type { StoredRecording } from '../history/RecordingStore.js';
import { RecordingCatalog } from './RecordingCatalog.js';

const recording = (id: string, startedAt: number): StoredRecording => ({
  id,
  broadcastId: 'main',
  startedAt: new Date(startedAt),
  startedBy: 'x',
  endedAt: new Date(startedAt + 1000),
  ending: null,
  bytes: 1,
  lengthMs: 1000,
});

test('the oldest comes first, whichever became known first', () => {
  const catalog = new RecordingCatalog([recording('late', 2000), recording('early', 1000)], 30);
  catalog.set(recording('between', 1500));
  expect(catalog.all.map(({ id }) => id)).toEqual(['early', 'between', 'late']);
});

test('no two begin in the same millisecond', () => {
  const catalog = new RecordingCatalog([recording('a', 1000), recording('b', 1001)], 30);
  expect(catalog.freeStart(new Date(1000))).toEqual(new Date(1002));
  expect(catalog.freeStart(new Date(999))).toEqual(new Date(999));
});
