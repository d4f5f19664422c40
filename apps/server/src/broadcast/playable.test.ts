import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlayHosts } from '../egress/PlayHosts.js';
import { playableUri } from './playable.js';

const ALL = new PlayHosts(['*']);
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
    expect(await playableUri(uri, media, ALL)).toBe(uri);
  },
);

test('a file below the media directory becomes its address', async () => {
  const file = pathToFileURL(join(media, 'sub', 'a b.webm')).href;
  expect(await playableUri('sub/a b.webm', media, ALL)).toBe(file);
  expect(await playableUri('/sub/../sub/a b.webm', media, ALL)).toBe(file);
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
  await expect(playableUri(uri, media, ALL)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test.each(['http://169.254.169.254/latest', 'http://localhost:4000/metrics', 'rtsp://cam/1'])(
  '"%s" is refused unless its host is listed',
  async (uri) => {
    const { hostname } = new URL(uri);
    const refused = { code: 'BAD_USER_INPUT', message: expect.stringContaining('PLAY_HOSTS') };
    await expect(playableUri(uri, media, new PlayHosts([]))).rejects.toMatchObject(refused);
    expect(await playableUri(uri, media, new PlayHosts([hostname]))).toBe(uri);
  },
);
