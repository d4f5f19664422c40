import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryData } from '../support/crowdlens.js';
import { untilFramesAdvance } from '../support/pages.js';
import { openFor, PEOPLE, PHONE, press, sticksOutBy, tabTo } from '../support/people.js';
import { smallTargets } from '../support/targets.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const CORNERS = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] as const; // prettier-ignore
const REGION = {
  id: 'plaza',
  points: CORNERS.map(([x, y]) => ({ x, y })),
  // Whatever changes makes an event.
  config: { occupancyNumFramesToEvent: 1, fluidityNumFramesToEvent: 1 },
};

const run = useCrowdlens({ play: 'demo:crowd' });
let page: Page;

beforeAll(() =>
  queryData(
    run.server,
    'mutation ($regions: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $regions }) { id } }',
    { regions: [REGION] },
  ),
);

describe.each(PEOPLE)('while somebody is live, %s', (_who, person) => {
  beforeAll(async () => {
    page = await openFor(run.browser, person, `${run.server.url}/watch`);
  });
  afterAll(() => page.context().close());

  test('an operator records, and an event leads to its moment in the recording', async () => {
    await untilFramesAdvance(page, 1);
    await press(person, page.getByRole('button', { name: 'Record', exact: true }));
    const link = page.getByRole('link', { name: /^Watch in the recording, at 0:0[3-9]/ }).last();
    await link.waitFor();
    const { searchParams } = new URL((await link.getAttribute('href'))!, run.server.url);
    await page
      .getByTestId('recording')
      .getByText(/0:(0[7-9]|[1-9])/)
      .waitFor();
    await press(person, page.getByRole('button', { name: 'Stop recording' }));
    await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
    await press(person, link);
    await untilAt(Number(searchParams.get('at')));
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
    await player().evaluate((video: HTMLVideoElement, to) => (video.currentTime = to), duration);
    const event = page.getByTitle('Jump to').first();
    const at = Number((await event.locator('.when').textContent())!.replace('0:', ''));
    await press(person, event);
    await page.waitForFunction((seconds) => {
      const { seeking, currentTime } = document.querySelector('video')!;
      return !seeking && currentTime < seconds + 1 && currentTime > seconds - 4;
    }, at);
    expect(await sticksOutBy(page)).toBe(0);
  });

  test.runIf(person.screen === PHONE && person.by === 'pointer')(
    'everything that can be pressed has room for a finger',
    async () => {
      expect(await smallTargets(page.locator('body'))).toEqual([]);
    },
  );

  test('it is downloaded, listed with its picture, and deleted after a question', async () => {
    const downloading = page.waitForEvent('download');
    await press(person, page.getByRole('link', { name: 'Download' }));
    expect((await downloading).suggestedFilename()).toMatch(/^main-\d+T\d+Z\.webm$/);

    await press(person, page.getByRole('link', { name: 'All recordings' }));
    const item = page.getByRole('link', { name: /^Watch main/ });
    await item.waitFor();
    await page.waitForFunction(() => {
      const picture = document.querySelector<HTMLImageElement>('main li img');
      return picture !== null && picture.naturalWidth > 0;
    });
    await press(person, item);
    await press(person, page.getByRole('button', { name: 'Delete' }));
    await press(person, page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await page.getByText('Nothing has been recorded yet.').waitFor();
  });
});

describe.each(PEOPLE)('while nobody is live, %s', (_who, person) => {
  beforeAll(async () => {
    await queryData(run.server, 'mutation { stop { state } }');
    page = await openFor(run.browser, person, `${run.server.url}/watch`);
  });
  afterAll(() => page.context().close());

  test('regions are edited on the last picture', async () => {
    const before = await firstPoint();
    await press(person, page.getByRole('button', { name: 'Edit regions' }));
    await page.waitForFunction(() => {
      const picture = document.querySelector<HTMLImageElement>('img[alt="The last picture"]');
      return picture?.naturalWidth === 640;
    });
    const point = page.getByRole('button', { name: 'Point 1 of plaza' });
    if (person.by === 'pointer') {
      await point.hover();
      const { x, y, width, height } = (await point.boundingBox())!;
      await page.mouse.down();
      await page.mouse.move(x + width / 2 + 20, y + height / 2 + 20, { steps: 3 });
      await page.mouse.up();
    } else {
      await tabTo(point);
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowDown');
    }
    await press(person, page.getByRole('button', { name: 'Save' }));
    await page.getByRole('button', { name: 'Edit regions' }).waitFor();
    const after = await firstPoint();
    expect(after.x).toBeGreaterThan(before.x);
    expect(after.y).toBeGreaterThan(before.y);
  });
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

async function firstPoint(): Promise<{ x: number; y: number }> {
  const { broadcast } = await queryData<{
    broadcast: { regions: { points: { x: number; y: number }[] }[] };
  }>(run.server, '{ broadcast { regions { points { x y } } } }');
  return broadcast.regions[0]!.points[0]!;
}
