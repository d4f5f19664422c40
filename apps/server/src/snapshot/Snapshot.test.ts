import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Snapshot } from './Snapshot.js';

let folder: string;
let taken: number;
let snapshot: Snapshot;
const content = () => readFile(snapshot.file, 'utf8');

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
  taken = 0;
  snapshot = new Snapshot({
    file: join(folder, 'main.jpg'),
    take: async () => Buffer.from(`picture ${(taken += 1)}`),
    log: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  snapshot.stop();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

test('while pictures come, all who ask within a second get the same one', async () => {
  snapshot.start();
  await Promise.all(Array.from({ length: 20 }, () => snapshot.refresh()));
  expect(await content()).toBe('picture 1');
  vi.advanceTimersByTime(999);
  await snapshot.refresh();
  expect(await content()).toBe('picture 1');
  vi.advanceTimersByTime(1);
  await Promise.all([snapshot.refresh(), snapshot.refresh()]);
  expect(await content()).toBe('picture 2');
});

test('the last one stays when no more come', async () => {
  snapshot.start();
  await snapshot.refresh();
  snapshot.stop();
  vi.advanceTimersByTime(60_000);
  await snapshot.refresh();
  expect(await content()).toBe('picture 1');
});

test('one that is just being taken when it shall be forgotten is not kept', async () => {
  snapshot.start();
  await snapshot.forget();
  await expect(content()).rejects.toThrow('ENOENT');
});
