import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage, processedStream, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({
  env: { FANOUT_VIEWERS_PER_PROCESS: '1' },
  play: 'demo:crowd?width=320&height=240&fps=10',
});

const ROUNDS = 10;
/** One of so many processes hangs instead of dying. */
const HANGS_EVERY = 5;
/** Five seconds without an answer, the kill, and a new connection, on a busy machine. */
const PATIENCE_MS = 60_000;

test('whichever process for viewers dies or hangs, its viewer comes back by itself and the others notice nothing', async () => {
  const viewer = await openPage(run.browser, `${run.server.url}/watch`);
  await untilFramesAdvance(viewer, 10);
  const other = await openPage(run.browser, `${run.server.url}/watch`);
  const stillTheSame = await sameStream(viewer);
  for (let round = 1; round <= ROUNDS; round++) {
    await untilFramesAdvance(other, 10);
    const [pid] = viewerProcesses();
    const stillTheOld = await sameStream(other);
    process.kill(pid!, round % HANGS_EVERY === 0 ? 'SIGSTOP' : 'SIGKILL');
    await expect.poll(stillTheOld, { timeout: PATIENCE_MS }).toBe(false);
    await untilFramesAdvance(viewer, 10);
    expect(await stillTheSame()).toBe(true);
  }
  await untilFramesAdvance(other, 10);
  expect(viewerProcesses()).toHaveLength(1);
  const left = viewerProcesses();
  process.kill(mediaServer(), 'SIGKILL');
  await expect.poll(() => left.filter(isAlive)).toEqual([]);
});

/** The returned function tells whether the video still shows the stream of now. */
async function sameStream(page: Page): Promise<() => Promise<boolean>> {
  const video = await processedStream(page).elementHandle();
  const before = await video.evaluateHandle((element) => (element as HTMLVideoElement).srcObject);
  return () =>
    page.evaluate(([element, old]) => (element as HTMLVideoElement).srcObject === old, [
      video,
      before,
    ] as const);
}

/** The only child of the server. */
function mediaServer(): number {
  return childrenOf(run.server.process.pid!)[0]!;
}

function viewerProcesses(): number[] {
  return childrenOf(mediaServer()).filter(isAlive);
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

/** Not even the remains of a process that nobody has waited for count. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
