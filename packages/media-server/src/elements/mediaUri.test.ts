import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveMediaUri, resolveRecordingUri } from './mediaUri.js';

let base: string;
let media: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'media-uri-')));
  media = path.join(base, 'media');
  await mkdir(path.join(media, 'sub'), { recursive: true });
  await writeFile(path.join(media, 'a b.webm'), '');
  await writeFile(path.join(base, 'secret.webm'), '');
  await writeFile(path.join(base, 'media-secret.webm'), '');
  await symlink(path.join(base, 'secret.webm'), path.join(media, 'link.webm'));
  await symlink(path.join(base, 'nothing.webm'), path.join(media, 'dangling.webm'));
  await symlink(base, path.join(media, 'out'));
});
afterAll(() => rm(base, { recursive: true }));

test.each(['http://x/a.mp4', 'https://x/a.mp4', 'rtsp://x/a', 'demo:crowd?seed=1'])(
  '%s is opened as it is',
  async (uri) => {
    expect(await resolveMediaUri(uri, undefined)).toBe(uri);
  },
);

test('a file below the media directory is found by path and by URL', async () => {
  const file = path.join(media, 'a b.webm');
  for (const uri of ['a b.webm', 'sub/../a b.webm', file, pathToFileURL(file).href]) {
    expect(await resolveMediaUri(uri, media)).toBe(file);
  }
});

test.each([
  '../secret.webm',
  '../media-secret.webm',
  'link.webm',
  'nothing.webm',
  '.',
  '/etc/passwd',
  'file:///etc/passwd',
  'file://host/etc/passwd',
  'data:text/plain,x',
  'concat:/etc/passwd',
  'a\0b',
  '',
])('%j is refused', async (uri) => {
  await expect(resolveMediaUri(uri, media)).rejects.toMatchObject({ code: 40600 });
});

test('without a directory no file is opened', async () => {
  const file = path.join(media, 'a b.webm');
  await expect(resolveMediaUri(file, undefined)).rejects.toThrow('without a directory');
});

test('a recording may be anywhere below the media directory, in folders that are made for it', async () => {
  const file = path.join(media, 'new', 'folder', 'a.webm');
  for (const uri of ['new/folder/a.webm', file, pathToFileURL(file).href]) {
    expect(await resolveRecordingUri(uri, media)).toBe(file);
  }
  expect((await stat(path.dirname(file))).isDirectory()).toBe(true);
  expect(await resolveRecordingUri('a b.webm', media)).toBe(path.join(media, 'a b.webm'));
});

test.each([
  '../a.webm',
  '../media-secret.webm',
  'link.webm',
  'dangling.webm',
  'out/a.webm',
  'out/sub/a.webm',
  '.',
  '/etc/a.webm',
  'http://x/a.webm',
  'a\0b',
  '',
])('%j is not recorded', async (uri) => {
  await expect(resolveRecordingUri(uri, media)).rejects.toMatchObject({ code: 40600 });
});
