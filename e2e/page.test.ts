import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadViewer } from './support/loadViewer.js';
import { openPage, processedStream, untilFramesAdvance } from './support/pages.js';
import { DESK, PHONE } from './support/people.js';
import { useCrowdlens } from './support/useCrowdlens.js';

const run = useCrowdlens({ camera: true });

/** Bytes of script, gzipped, that a viewer loads before the first picture. */
const SCRIPT_BUDGET = 80_000;

let presenter: Page;
let viewer: Page;

beforeAll(async () => {
  presenter = await openPage(run.browser, `${run.server.url}/present`);
});

describe('the studio', () => {
  test('says before going live that the network is good, and how loud the microphone is', async () => {
    await presenter.getByTestId('network').getByText(/Good/).waitFor();
    await presenter.waitForFunction(
      () => Number(document.querySelector('[role="meter"]')?.getAttribute('aria-valuenow')) > 0,
    );
  });

  test('another picture size reaches the viewers, who stay connected', async () => {
    await presenter.getByRole('button', { name: 'Go live' }).click();
    await untilFramesAdvance(presenter, 10);
    viewer = await openPage(run.browser, `${run.server.url}/watch`);
    await viewer.setViewportSize(DESK);
    await untilFramesAdvance(viewer, 10);
    let watches = 0;
    viewer.on('request', (request) => {
      if (request.postData()?.includes('watch(')) watches++;
    });
    await presenter.getByRole('combobox', { name: /^Picture/ }).selectOption('low');
    await viewer.waitForFunction(() => document.querySelector('video')?.videoWidth === 320);
    await presenter.reload();
    expect(await presenter.getByRole('combobox', { name: /^Picture/ }).inputValue()).toBe('low');
    await untilFramesAdvance(viewer, 10);
    expect(watches).toBe(0);
  });

  test('tells how good what goes out is', async () => {
    await presenter
      .getByTestId('quality')
      .getByText(/kbit\/s/)
      .waitFor();
  });
});

describe('the viewer', () => {
  test('keys switch sound, stats, regions and the list of keys', async () => {
    await viewer.keyboard.press('m');
    await viewer.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    expect(await processedStream(viewer).evaluate((video: HTMLVideoElement) => video.muted)).toBe(
      false,
    );
    await viewer.keyboard.press('s');
    await viewer.getByRole('heading', { name: 'Stats for nerds' }).waitFor();
    await viewer.getByText('direct, UDP').waitFor();
    await viewer.keyboard.press('s');
    await viewer.keyboard.press('r');
    await viewer.locator('polygon.bordered').waitFor({ state: 'detached' });
    await viewer.keyboard.press('r');
    await viewer.locator('polygon.bordered').waitFor({ state: 'attached' });
    await viewer.keyboard.press('?');
    await viewer.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await viewer.keyboard.press('Escape');
    await viewer.getByRole('dialog').waitFor({ state: 'hidden' });
    await viewer.keyboard.press('f');
    await viewer.waitForFunction(() => document.fullscreenElement !== null);
    await viewer.keyboard.press('f');
    await viewer.waitForFunction(() => document.fullscreenElement === null);
  });

  test('the overlay is as the viewer likes it, also after a reload', async () => {
    await viewer.getByRole('button', { name: 'Overlay' }).or(viewer.locator('summary')).click();
    await viewer.getByRole('checkbox', { name: 'Heat' }).check();
    await viewer.waitForFunction(() => /rgb/.test(document.querySelector('polygon')!.style.fill));
    await viewer.reload();
    await viewer.waitForFunction(() =>
      /rgb/.test(document.querySelector('polygon')?.style.fill ?? ''),
    );
  });

  test('shows latency and a time chart of the regions', async () => {
    await viewer.getByTestId('latency').getByText(/\d ms/).waitFor();
    await viewer
      .getByRole('slider', { name: 'Time chart of all regions' })
      .locator('canvas')
      .waitFor();
    await viewer.getByRole('combobox', { name: 'Quantity' }).selectOption('Fluidity');
  });

  test('is small: all scripts before the first picture', async () => {
    const page = await openPage(run.browser, 'about:blank');
    expect((await loadViewer(page, run.server)).scriptBytes).toBeLessThan(SCRIPT_BUDGET);
    await page.context().close();
  });

  test('fits a phone: nothing sticks out, and the picture comes first', async () => {
    await viewer.setViewportSize(PHONE);
    const [content, screen] = await viewer.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(content).toBe(screen);
    const box = (await processedStream(viewer).boundingBox())!;
    expect(box.y + box.height).toBeLessThan(PHONE.height / 2);
    const state = (await viewer.getByTestId('broadcast-state').boundingBox())!;
    const label = (await viewer.locator('.overlay p').first().boundingBox())!;
    expect(label.y).toBeGreaterThanOrEqual(state.y + state.height);
    await viewer.setViewportSize(DESK);
  });
});

test('the page speaks Spanish', async () => {
  const page = await openPage(run.browser, `${run.server.url}/watch?lang=es`);
  await page.getByRole('button', { name: 'Editar zonas' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await page.context().close();
});
