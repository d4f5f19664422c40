import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordingFolder } from './RecordingFolder.js';

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'recordings-'))));
afterAll(() => rm(dir, { recursive: true }));

test('a media server is told where it finds the folder', async () => {
  const folder = await RecordingFolder.open(dir);
  expect(folder.uri('main-1', dir)).toBe(`file://${dir}/main-1.webm`);
  expect(folder.uri('main-1', '/mnt/films of all')).toBe(
    'file:///mnt/films%20of%20all/main-1.webm',
  );
});

test('a media server that does not see the folder cannot record', async () => {
  const folder = await RecordingFolder.open(dir);
  expect(() => folder.uri('main-1', undefined)).toThrow('set KURENTO_RECORDINGS_DIR');
});

test('recordings want room on the disk', async () => {
  const folder = await RecordingFolder.open(dir);
  await folder.checkRoom(1);
  await expect(folder.checkRoom(Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
    code: 'DISK_FULL',
  });
});

test('a folder that somebody has taken away fails nobody who only asks', async () => {
  const gone = join(dir, 'gone');
  const folder = await RecordingFolder.open(gone);
  await rm(gone, { recursive: true });
  expect([await folder.hasRoom(1), await folder.size('a')]).toEqual([true, 0]);
});

test('a recording is two files, which may be missing', async () => {
  const folder = await RecordingFolder.open(join(dir, 'made'));
  expect([await folder.size('a'), await folder.writtenAt('a')]).toEqual([0, undefined]);
  await writeFile(folder.video('a'), 'film');
  await writeFile(folder.thumbnail('a'), 'picture');
  expect(await folder.size('a')).toBe(4);
  await folder.remove('a');
  await folder.remove('a');
  expect(await folder.size('a')).toBe(0);
});
