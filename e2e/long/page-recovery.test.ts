import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { demoCrowdCamera, launchChromium } from '../support/browser.js';
import { startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from '../support/pages.js';

let server: Crowdlens;
let browser: Browser;
let viewer: Page;

beforeAll(async () => {
  server = await startCrowdlens();
  browser = await launchChromium(demoCrowdCamera());
  const presenter = await openPage(browser, `${server.url}/present`);
  await presenter.getByRole('button', { name: 'Go live' }).click();
  viewer = await openPage(browser, `${server.url}/watch`);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('a media server that is killed comes back by itself, and meanwhile the last picture stays', async () => {
  await untilFramesAdvance(viewer, 10);
  const still = viewer.locator('.stage canvas');
  const renewed = await anotherStream(viewer);
  process.kill(mediaServerOf(server), 'SIGKILL');
  await still.waitFor({ state: 'visible' });
  await renewed();
  await untilFramesAdvance(viewer, 10);
});

test('a server that restarts is announced, the events go on and so does the picture', async () => {
  const { port } = new URL(server.url);
  const renewed = await anotherStream(viewer);
  await server.stop();
  await viewer.getByText('Connection lost').waitFor();
  server = await startCrowdlens({ dataDir: server.dataDir, env: { PORT: port } });
  await viewer.getByText(/Connected again, \d+ events? recovered/).waitFor();
  await renewed();
  await untilFramesAdvance(viewer, 10);
});

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
