import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WHOLE_FRAME } from './regions.js';
import { RegionStore } from './RegionStore.js';

const log = pino({ level: 'silent' });
const settings = { revision: 3, regions: [WHOLE_FRAME], processingWidth: 640 };
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-store-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

test('what was saved is there after a restart', async () => {
  const store = await RegionStore.open(dataDir, log);
  await store.save('main', { ...settings, revision: 2 });
  await store.save('main', settings);
  const again = await RegionStore.open(dataDir, log);
  expect(await again.ids()).toEqual(['main']);
  expect(await again.load('main')).toEqual(settings);
  expect(await readdir(join(dataDir, 'broadcasts'))).toEqual(['main.json']);
});

test('a half-written file of a crash is no broadcast', async () => {
  const store = await RegionStore.open(dataDir, log);
  await writeFile(join(dataDir, 'broadcasts', 'main.json.tmp'), '{"revi');
  expect(await store.ids()).toEqual([]);
});

test.each([
  '',
  '{}',
  'null',
  '{"revision":1,"regions":[{"id":"a","points":[]}],"processingWidth":320}',
])('a file that somebody spoilt is passed over: %s', async (text) => {
  const store = await RegionStore.open(dataDir, log);
  await writeFile(join(dataDir, 'broadcasts', 'main.json'), text);
  expect(await store.load('main')).toBeUndefined();
});

test('removed is removed, also twice', async () => {
  const store = await RegionStore.open(dataDir, log);
  await store.save('a', settings);
  await store.remove('a');
  await store.remove('a');
  expect(await store.load('a')).toBeUndefined();
});
