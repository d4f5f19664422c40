import { execFileSync } from 'node:child_process';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  firstOf,
  queryData,
  startCrowdlens,
  subscriber,
  type Crowdlens,
} from '../support/crowdlens.js';

interface Recording {
  readonly id: string;
  readonly state: string;
  readonly ending: string | null;
  readonly lengthMs: number;
  readonly bytes: number;
}

interface Changed {
  readonly broadcastChanged: { state: string; recording: { id: string } | null };
}

const CHANGES = 'subscription { broadcastChanged { state recording { id } } }';

/** Resolves when the broadcast is so. */
async function until(
  server: Crowdlens,
  wanted: (broadcast: Changed['broadcastChanged']) => boolean,
): Promise<Changed['broadcastChanged']> {
  const client = subscriber(server);
  const is = ({ broadcastChanged }: Changed) => wanted(broadcastChanged);
  const found = await firstOf<Changed>(client, CHANGES, is);
  await client.dispose();
  return found.broadcastChanged;
}

/** Plays the demo crowd and begins to record it. @returns the file */
async function record(server: Crowdlens): Promise<{ id: string; file: string }> {
  const play = 'mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { id } }';
  await queryData(server, play);
  await until(server, ({ state }) => state === 'LIVE');
  const { startRecording } = await queryData<{ startRecording: Recording }>(
    server,
    'mutation { startRecording(input: {}) { id } }',
  );
  const { id } = startRecording;
  return { id, file: join(server.dataDir, 'recordings', `${id}.webm`) };
}

/** Resolves when a file is so: at once, or after one of its changes. */
async function untilFile(file: string, isSo: () => Promise<boolean>): Promise<void> {
  const watcher = watch(dirname(file));
  try {
    // It notes changes from here on, and none is missed while the file is looked at.
    const changes = on(watcher, 'change');
    while (!(await isSo())) await changes.next();
  } finally {
    watcher.close();
  }
}

function untilLarge(file: string, bytes: number): Promise<void> {
  return untilFile(file, async () => {
    const found = await stat(file).catch(() => undefined);
    return found !== undefined && found.size > bytes;
  });
}

async function recordings(server: Crowdlens): Promise<Recording[]> {
  const { recordings: page } = await queryData<{ recordings: { edges: { node: Recording }[] } }>(
    server,
    '{ recordings { edges { node { id state ending lengthMs bytes } } } }',
  );
  return page.edges.map(({ node }) => node);
}

/** The media server's process (Linux). */
async function mediaProcess({ process: { pid } }: Crowdlens): Promise<number> {
  return Number.parseInt(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'), 10);
}

/** Whether the segment of a WebM file, which is all but its first bytes, knows its size. */
function isComplete(bytes: Buffer): boolean {
  const segment = bytes.indexOf(Buffer.from('18538067', 'hex'));
  return bytes.readUIntBE(segment + 6, 6) === bytes.length - segment - 12;
}

test('what was being recorded when everything was killed is found again, and complete', async () => {
  let server = await startCrowdlens();
  onTestFinished(() => server.close());
  const { id, file } = await record(server);
  await untilLarge(file, 100_000);
  process.kill(await mediaProcess(server), 'SIGKILL');
  await server.stop('SIGKILL');
  expect(isComplete(await readFile(file))).toBe(false);

  server = await startCrowdlens({ dataDir: server.dataDir });
  const [found] = await recordings(server);
  expect(found).toMatchObject({ id, state: 'ENDED', ending: 'SERVER_LOST' });
  expect(found!.lengthMs).toBeGreaterThan(900);
  const bytes = await readFile(file);
  expect([isComplete(bytes), bytes.length]).toEqual([true, found!.bytes]);
});

test('a media server that is killed ends the file, and the next picture begins another one', async () => {
  const server = await startCrowdlens();
  onTestFinished(() => server.close());
  const { id, file } = await record(server);
  await untilLarge(file, 100_000);
  process.kill(await mediaProcess(server), 'SIGKILL');
  const { recording } = await until(
    server,
    (broadcast) => broadcast.recording !== null && broadcast.recording.id !== id,
  );
  await untilFile(file, async () => isComplete(await readFile(file)));
  expect(await recordings(server)).toMatchObject([
    { id, state: 'ENDED', ending: 'MEDIA_SERVER_LOST' },
    { id: recording!.id, state: 'RECORDING' },
  ]);
});

test.skipIf(process.getuid?.() !== 0)(
  'a recording ends when the disk is full, and can be watched up to there',
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'crowdlens-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160k', 'tmpfs', dir]);
    const env = { RECORDINGS_DIR: dir, RECORDINGS_MIN_FREE_MB: '0' };
    const server = await startCrowdlens({ env });
    onTestFinished(async () => {
      await server.close();
      execFileSync('umount', [dir]);
      await rm(dir, { recursive: true });
    });
    await record(server);
    await until(server, (broadcast) => broadcast.recording === null);
    const [found] = await recordings(server);
    expect(found).toMatchObject({ state: 'ENDED', ending: 'DISK_FULL' });
    expect(found!.lengthMs).toBeGreaterThan(500);
  },
);
