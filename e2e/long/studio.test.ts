import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import {
  choose,
  openFor,
  PEOPLE,
  press,
  sticksOutBy,
  tabTo,
  untilFocused,
} from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({
  browserArgs: [
    // The second of Chromium's three gives depths, which no encoder takes.
    '--use-fake-device-for-media-stream=device-count=3',
    '--auto-select-desktop-capture-source=Entire screen',
  ],
});

describe.each(PEOPLE)('the studio %s', (_who, person) => {
  let page: Page;
  let viewer: Page;
  let watches = 0;

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const list = (name: string | RegExp) => page.getByRole('combobox', { name });

  beforeAll(async () => {
    page = await openFor(run.browser, person, `${run.server.url}/present`);
  });
  afterAll(async () => {
    await page.context().close();
    await viewer?.context().close();
  });

  test('shows the preview with its region, the microphone and the network', async () => {
    await page.getByText('Ready to go live').waitFor();
    await untilPictures(page, 'Camera preview');
    await page.locator('polygon.bordered').waitFor();
    await page.locator('.overlay').getByText('Whole picture').waitFor();
    await page.waitForFunction(
      () => Number(document.querySelector('[role="meter"]')?.getAttribute('aria-valuenow')) > 0,
    );
    await page.getByTestId('network').getByText(/Good/).waitFor();
    await press(person, button('Check again'));
    await page.getByTestId('network').getByText(/Good/).waitFor();
    await untilFocused(page);
    expect(await sticksOutBy(page)).toBe(0);
  });

  test('remembers camera, size and microphone', async () => {
    await choose(person, list(/^Camera/), 'fake_device_2');
    await choose(person, list(/^Picture/), '320 × 240, 15 pictures a second (weak network)');
    await choose(person, list(/^Microphone/), 'No sound');
    await page.getByRole('meter').waitFor({ state: 'detached' });
    await untilWidth(page, 320);
    await page.reload();
    await untilWidth(page, 320);
    await expect.poll(() => chosenIn(/^Camera/)).toBe('fake_device_2');
    await expect.poll(() => chosenIn(/^Microphone/)).toBe('No sound');
  });

  test('goes live, and says for how long, for how many and how well', async () => {
    await press(person, button('Go live'));
    await page.getByText('You are live').waitFor();
    await untilPictures(page, 'Processed stream');
    await untilFocused(page);
    viewer = await openPage(run.browser, `${run.server.url}/watch`);
    viewer.on('request', (request) => {
      if (request.postData()?.includes('watch(')) watches++;
    });
    await untilFramesAdvance(viewer, 5);
    await page.getByTestId('viewer-count').getByText('1', { exact: true }).waitFor();
    await page
      .getByTestId('quality')
      .getByText(/[1-9]\d* kbit\/s/)
      .waitFor();
    const onAir = page.locator('.chip', { hasText: 'On air for' });
    const before = await onAir.textContent();
    await page.waitForFunction(
      (shown) =>
        ![...document.querySelectorAll('.chip')].some(({ textContent }) => textContent === shown),
      before,
    );
    expect(await sticksOutBy(page)).toBe(0);
  });

  test('switches camera, size and screen, and no viewer is dropped', async () => {
    watches = 0;
    await choose(person, list(/^Camera/), 'fake_device_0');
    await choose(person, list(/^Picture/), '640 × 480, 25 pictures a second');
    await untilWidth(viewer, 640);
    await press(person, button('Share the screen'));
    await viewer.waitForFunction(() => ![0, 320, 640].includes(document.querySelector('video')!.videoWidth)); // prettier-ignore
    await untilFocused(page);
    await press(person, button('Back to the camera'));
    await untilWidth(viewer, 640);
    await untilFocused(page);
    await untilFramesAdvance(viewer, 5);
    expect(watches).toBe(0);
  });

  test('stops after a question that says how many lose the picture', async () => {
    await press(person, button('Stop'));
    const question = page.getByRole('dialog', { name: 'Stop the broadcast?' });
    await question.getByText('1 viewer loses the picture.').waitFor();
    await press(person, question.getByRole('button', { name: 'Stay on air' }));
    await question.waitFor({ state: 'hidden' });
    await untilFramesAdvance(viewer, 5);
    if (person.by === 'keyboard') await tabTo(button('Stop'));
    await press(person, button('Stop'));
    await press(person, question.getByRole('button', { name: 'Stop the broadcast' }));
    await viewer.getByText('No presenter yet').waitFor();
    await page.getByText('Ready to go live').waitFor();
    // The figures of what was on air are not those of the preview.
    await page.locator('.overlay').getByText('Whole picture', { exact: true }).waitFor();
    await untilFocused(page);
  });

  function chosenIn(name: RegExp): Promise<string> {
    return list(name).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]!.text);
  }
});

test('who comes to a broadcast whose presenter is away is told so', async () => {
  const presenter = await openPage(run.browser, `${run.server.url}/present`);
  await presenter.getByRole('button', { name: 'Go live' }).click();
  await untilFramesAdvance(presenter, 5);
  await presenter.context().close();
  const other = await openPage(run.browser, `${run.server.url}/present`);
  await other.getByRole('heading', { name: 'The presenter is away' }).waitFor();
  await other.context().close();
});

/** Three pictures of the video of this name have been shown. */
async function untilPictures(page: Page, label: string): Promise<void> {
  await page.waitForFunction(
    (name) =>
      document
        .querySelector<HTMLVideoElement>(`video[aria-label="${name}"]`)!
        .getVideoPlaybackQuality().totalVideoFrames > 3,
    label,
  );
}

async function untilWidth(page: Page, width: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('video')?.videoWidth === wanted,
    width,
  );
}
