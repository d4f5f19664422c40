import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCrowdCamera, launchChromium } from './support/browser.js';
import {
  firstOf,
  queryData,
  startCrowdlens,
  subscriber,
  type Crowdlens,
} from './support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from './support/pages.js';

interface Region {
  id: string;
  name: string | null;
  points: { x: number; y: number }[];
}

const REGIONS = '{ broadcast { revision state regions { id name points { x y } } } }';

describe('one presenter, three viewers', () => {
  let server: Crowdlens;
  let browser: Browser;
  let presenter: Page;
  let viewers: Page[];

  beforeAll(async () => {
    server = await startCrowdlens();
    browser = await launchChromium(demoCrowdCamera());
    presenter = await openPage(browser, `${server.url}/present`);
    await presenter.getByRole('button', { name: 'Go live' }).click();
    await untilFramesAdvance(presenter, 10);
    viewers = await Promise.all(
      Array.from({ length: 3 }, () => openPage(browser, `${server.url}/watch`)),
    );
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('every viewer sees the camera, processed, at its full size', async () => {
    await Promise.all(viewers.map((viewer) => untilFramesAdvance(viewer, 25)));
    for (const viewer of viewers) {
      const size = await processedStream(viewer).evaluate((video: HTMLVideoElement) => [
        video.videoWidth,
        video.videoHeight,
      ]);
      expect(size).toEqual([640, 480]);
    }
  });

  test('the presenter counts the viewers, without the own mirror', async () => {
    await presenter.waitForFunction(
      () => document.querySelector('[data-testid="viewer-count"]')?.textContent?.trim() === '3',
    );
  });

  test('a region drawn with the mouse raises an event in the page and, the same, in a terminal', async () => {
    const [viewer] = viewers as [Page];
    await drawRegion(viewer, [
      [0.05, 0.1],
      [0.95, 0.1],
      [0.95, 0.95],
      [0.05, 0.95],
    ]);
    await viewer.getByRole('button', { name: 'Save' }).click();
    await viewer.getByRole('button', { name: 'Edit regions' }).waitFor();
    const { broadcast } = await queryData<{ broadcast: { regions: Region[] } }>(server, REGIONS);
    const drawn = broadcast.regions.find(({ id }) => id !== 'all')!;
    expect(drawn.points).toHaveLength(4);
    expect(drawn.points[2]!.x).toBeCloseTo(0.95, 1);

    const terminal = subscriber(server);
    const { crowdEvents } = await firstOf<{
      crowdEvents: { event: { id: string; regionId: string; percentage: number } };
    }>(
      terminal,
      `subscription { crowdEvents(filter: { regionIds: ["${drawn.id}"], kinds: [OCCUPANCY] }) {
         cursor skipped event { id regionId ... on OccupancyEvent { percentage level } } } }`,
      ({ crowdEvents }) => crowdEvents.event !== null,
    );
    await terminal.dispose();
    expect(crowdEvents.event).toMatchObject({ regionId: drawn.id });
    await viewer.locator(`[data-event-id="${crowdEvents.event.id}"]`).waitFor();
  });

  test('a presenter who reloads comes back to the same viewers', async () => {
    const watches = viewers.map((viewer) => countOperations(viewer, 'watch('));
    await presenter.reload();
    await presenter.getByRole('button', { name: 'Stop' }).waitFor();
    await Promise.all(viewers.map((viewer) => untilFramesAdvance(viewer, 25)));
    expect(watches.map((count) => count())).toEqual([0, 0, 0]);
  });

  test('when the presenter closes the tab, viewers keep the last picture and are told', async () => {
    await presenter.close();
    const [viewer] = viewers as [Page];
    await viewer
      .getByText(/presenter is away/i)
      .first()
      .waitFor();
    expect(
      await processedStream(viewer).evaluate((video: HTMLVideoElement) => video.videoWidth),
    ).toBeGreaterThan(0);
  });
});

/** Clicks the corners of a new region and closes it on the first one. */
async function drawRegion(page: Page, corners: readonly [number, number][]): Promise<void> {
  await page.getByRole('button', { name: 'Edit regions' }).click();
  await page.getByRole('button', { name: 'Add region' }).click();
  const editor = page.getByRole('group', { name: /Drawing a region/ });
  for (const [x, y] of [...corners, corners[0]!]) {
    const { width, height } = (await editor.boundingBox())!;
    await editor.click({ position: { x: x * width, y: y * height } });
  }
}

/** Counts the GraphQL operations that a page sends from now on and that contain `text`. */
function countOperations(page: Page, text: string): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.postData()?.includes(text)) count++;
  });
  return () => count;
}
