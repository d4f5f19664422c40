import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ camera: true });

const RECOVERY_S = 5;

let viewer: Page;

beforeAll(async () => {
  const presenter = await openPage(run.browser, `${run.server.url}/present`);
  await presenter.getByRole('button', { name: 'Go live' }).click();
  viewer = await openPage(run.browser, `${run.server.url}/watch`);
});

test('a media server that is killed comes back by itself, and meanwhile the last picture stays', async () => {
  await untilFramesAdvance(viewer, 10);
  const still = viewer.locator('.stage canvas');
  const renewed = await anotherStream(viewer);
  process.kill(mediaServerOf(run.server), 'SIGKILL');
  await still.waitFor({ state: 'visible' });
  const back = await mediaServerBack();
  await renewed();
  await recovered(back);
});

test('a server that restarts is announced, the events go on and so does the picture', async () => {
  const { port } = new URL(run.server.url);
  const renewed = await anotherStream(viewer);
  await run.server.stop();
  await viewer.getByText('Connection lost').waitFor();
  run.server = await startCrowdlens({ dataDir: run.server.dataDir, env: { PORT: port } });
  const ready = Date.now();
  await viewer.getByText(/Connected again, \d+ events? recovered/).waitFor();
  await renewed();
  await recovered(ready);
});

test('a laptop that slept for a minute: the page goes on without a click', async () => {
  await untilFramesAdvance(viewer, 10);
  const cdp = await viewer.context().newCDPSession(viewer);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await pause(60_000);
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await recovered(Date.now());
});

/** When the media server is available again. */
async function mediaServerBack(): Promise<number> {
  await expect
    .poll(async () => (await fetch(`${run.server.url}/healthz`)).status, { timeout: 20_000 })
    .toBe(200);
  return Date.now();
}

/** Pictures come again, at most five seconds after the cause was gone. */
async function recovered(since: number): Promise<void> {
  await untilFramesAdvance(viewer, 10);
  const seconds = (Date.now() - since) / 1000;
  console.log(`recovered after ${seconds} s`);
  expect(seconds).toBeLessThanOrEqual(RECOVERY_S);
}

/** The media server is the only child of a server. */
function mediaServerOf({ process: { pid } }: Crowdlens): number {
  return Number.parseInt(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'), 10);
}

/** The returned function resolves when the video shows another stream than now. */
async function anotherStream(page: Page): Promise<() => Promise<unknown>> {
  const video = await processedStream(page).elementHandle();
  const before = await video.evaluateHandle((element) => (element as HTMLVideoElement).srcObject);
  return () =>
    page.waitForFunction(
      ([element, old]) => {
        const { srcObject, readyState } = element as HTMLVideoElement;
        return srcObject !== null && srcObject !== old && readyState >= 2;
      },
      [video, before] as const,
    );
}
