import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AlertPictures } from './AlertPictures.js';
import { Snapshot } from './Snapshot.js';
import { alertSnapshotFolder } from './snapshotFile.js';

const log = pino({ level: 'silent' });
let dataDir: string;
let pictures: AlertPictures | undefined;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'alert-pictures-'))));
afterEach(async () => {
  pictures?.close();
  await rm(dataDir, { recursive: true });
});

/** Names of the pictures of a broadcast. */
const kept = async (broadcastId: string) =>
  (await readdir(alertSnapshotFolder(dataDir, broadcastId))).toSorted();

test('a picture is kept for its alert, if there is one', async () => {
  pictures = await AlertPictures.open({ dataDir, days: 1, log });
  const file = join(dataDir, 'last.jpg');
  const snapshot = new Snapshot({ file, take: () => Promise.reject(new Error('none')), log });
  await pictures.keep({ id: 'a', broadcastId: 'main' }, snapshot);
  expect(await kept('main')).toEqual([]);
  await writeFile(file, 'picture');
  const alert = { id: 'b', broadcastId: 'main' };
  void pictures.keep(alert, snapshot);
  // Whoever asks at once waits for it.
  expect(await readFile(await pictures.file(alert), 'utf8')).toBe('picture');
  expect(await kept('main')).toEqual(['b.jpg']);
});

test('what is too old or too much of a broadcast goes', async () => {
  const hour = 3600 * 1000;
  for (const [broadcastId, ages] of Object.entries({ main: [1, 2, 3, 30], side: [4] })) {
    const folder = alertSnapshotFolder(dataDir, broadcastId);
    await mkdir(folder, { recursive: true });
    for (const age of ages) {
      const file = join(folder, `${age}.jpg`);
      await writeFile(file, 'picture');
      const at = new Date(Date.now() - age * hour);
      await utimes(file, at, at);
    }
  }
  pictures = await AlertPictures.open({ dataDir, days: 1, log });
  expect([await kept('main'), await kept('side')]).toEqual([
    ['1.jpg', '2.jpg', '3.jpg'],
    ['4.jpg'],
  ]);
  pictures.close();
  pictures = await AlertPictures.open({ dataDir, days: 1, log, maxPictures: 2 });
  expect([await kept('main'), await kept('side')]).toEqual([['1.jpg', '2.jpg'], ['4.jpg']]);
});
