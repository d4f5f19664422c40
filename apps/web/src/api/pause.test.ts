import { expect, it } from 'vitest';
import { pause, retryDelay } from './pause.js';

it('doubles the wait with each failure, up to four seconds', () => {
  expect([1, 2, 3, 4, 5, 6].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 4000, 4000]);
});

it('stops waiting when it is aborted, before or meanwhile', async () => {
  const abort = new AbortController();
  const waiting = pause(3_600_000, abort.signal);
  abort.abort();
  await waiting;
  await pause(3_600_000, abort.signal);
});
