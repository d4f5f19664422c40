import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from './keptSecret.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('servers that start together have one key, and nothing else is left', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => keptSecret(folder)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(await readdir(folder)).toEqual(['access.key']);
});

test('what is no key is replaced by one that stays', async () => {
  await writeFile(join(folder, 'access.key'), 'short');
  const made = await keptSecret(folder);
  expect(made).toHaveLength(32);
  expect(Buffer.from(await keptSecret(folder))).toEqual(Buffer.from(made));
});
