import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { queryData } from '../support/crowdlens.js';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

const REGION = {
  id: 'plaza',
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
  ],
  // Whoever is there makes an event.
  config: { occupancyLevelMin: 0, occupancyNumFramesToEvent: 1 },
};

let page: Page;

beforeAll(async () => {
  page = await openPage(run.browser, `${run.server.url}/watch`);
});

const player = () => page.getByLabel('Recording', { exact: true });

/** Resolves when the player shows the picture of about this place, in seconds. */
async function untilAt(seconds: number): Promise<void> {
  await page.waitForFunction((wanted) => {
    const video = document.querySelector('video');
    return (
      video && !video.seeking && video.readyState >= 2 && Math.abs(video.currentTime - wanted) < 0.5
    );
  }, seconds);
}

test('an operator records, and an event leads to its moment in the recording', async () => {
  await untilFramesAdvance(page, 1);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByTestId('recording').getByText('0:05').waitFor();
  const input = { regions: [REGION] };
  await queryData(
    run.server,
    'mutation ($input: SetRegionsOfInterestInput!) { setRegionsOfInterest(input: $input) { id } }',
    { input },
  );
  const link = page.getByRole('link', { name: /^Watch in the recording, at 0:0[5-9]/ }).last();
  await link.waitFor();
  await page.getByTestId('recording').getByText('0:10').waitFor();
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).waitFor();

  const offset = Number(
    new URL((await link.getAttribute('href'))!, run.server.url).searchParams.get('at'),
  );
  await link.press('Enter');
  await untilAt(offset);
});

test('the player jumps to any place and any event, and plays on from there', async () => {
  const duration = await player().evaluate((video: HTMLVideoElement) => video.duration);
  expect(duration).toBeGreaterThan(5);
  for (const place of [1, duration - 1, 3]) {
    await player().evaluate((video: HTMLVideoElement, to) => (video.currentTime = to), place);
    await untilAt(place);
  }
  await player().evaluate((video: HTMLVideoElement) => void video.play());
  await page.waitForFunction(() => document.querySelector('video')!.currentTime > 3.5);
  await player().evaluate((video: HTMLVideoElement) => video.pause());
  await player().evaluate(
    (video: HTMLVideoElement, to) => (video.currentTime = to),
    duration - 0.5,
  );
  await untilAt(duration - 0.5);
  const event = page.getByTitle('Jump to').first();
  const at = Number((await event.locator('.when').textContent())!.replace('0:', ''));
  await event.press('Enter');
  await page.waitForFunction((seconds) => {
    const { seeking, currentTime } = document.querySelector('video')!;
    return !seeking && currentTime < seconds + 1 && currentTime > seconds - 4;
  }, at);
});

test('a recording is downloaded, listed with its picture, and deleted after a question', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^main-\d+T\d+Z\.webm$/);

  await page.getByRole('link', { name: 'All recordings' }).click();
  const item = page.getByRole('link', { name: /^Watch main/ });
  await item.waitFor();
  await page.waitForFunction(() => {
    const picture = document.querySelector<HTMLImageElement>('main li img');
    return picture !== null && picture.naturalWidth > 0;
  });
  await item.click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Nothing has been recorded yet.').waitFor();
});

test('regions are edited on the last picture while nobody is live', async () => {
  await queryData(run.server, 'mutation { stop { state } }');
  await page.goto(`${run.server.url}/watch`);
  await page.getByRole('button', { name: 'Edit regions' }).click();
  await page.waitForFunction(() => {
    const picture = document.querySelector<HTMLImageElement>('img[alt="The last picture"]');
    return picture?.naturalWidth === 640;
  });
  await page.locator('.stage svg').first().waitFor();
});
