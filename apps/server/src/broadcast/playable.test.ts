import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playableUri } from './playable.js';

let root: string;
let media: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crowdlens-playable-'));
  media = join(root, 'media');
  await mkdir(join(media, 'sub'), { recursive: true });
  await writeFile(join(media, 'sub', 'a b.webm'), '');
  await writeFile(join(root, 'secret'), '');
  await symlink(join(root, 'secret'), join(media, 'link'));
});
afterAll(() => rm(root, { recursive: true }));

test.each(['demo:crowd', 'demo:crowd?fps=10', 'https://a/b.mp4', 'rtsp://cam/1'])(
  '%s passes',
  async (uri) => {
    expect(await playableUri(uri, media)).toBe(uri);
  },
);

test('a file below the media directory becomes its address', async () => {
  const file = pathToFileURL(join(media, 'sub', 'a b.webm')).href;
  expect(await playableUri('sub/a b.webm', media)).toBe(file);
  expect(await playableUri('/sub/../sub/a b.webm', media)).toBe(file);
});

test.each([
  '../secret',
  'link',
  'sub',
  '',
  '.',
  'missing.webm',
  'file:///etc/passwd',
  'FILE:/x',
  'pipe:0',
  'demo:other',
  'http://',
])('"%s" is refused', async (uri) => {
  await expect(playableUri(uri, media)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
