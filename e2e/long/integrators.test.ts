import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { processedStream, untilFramesAdvance } from '../support/pages.js';
import { DESK, openFor, PEOPLE, press, sticksOutBy, untilFocused } from '../support/people.js';

let server: Crowdlens;
let browser: Browser;

beforeAll(async () => {
  server = await startCrowdlens();
  browser = await launchChromium();
  await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.each(PEOPLE)('%s', (_who, person) => {
  test('the embedded viewer has its buttons in one row, sound, and a way to the whole page', async () => {
    const page = await openFor(browser, person, `${server.url}/embed/main`);
    await untilFramesAdvance(page, 3);
    const rows = await page
      .locator('.buttons :is(button, a):visible')
      .evaluateAll((all) => new Set(all.map((one) => one.getBoundingClientRect().top)).size);
    expect(rows).toBe(1);
    await press(person, page.getByRole('button', { name: 'Unmute' }));
    await page.getByRole('button', { name: 'Mute', exact: true }).waitFor();
    expect(await processedStream(page).evaluate((video: HTMLVideoElement) => video.muted)).toBe(
      false,
    );
    const opening = page.waitForEvent('popup');
    await press(person, page.getByRole('link', { name: 'Open in Crowdlens' }));
    expect(new URL((await opening).url()).pathname).toBe('/watch');
    await page.context().close();
  });

  test('the share dialog fits, gives a frame, and gives the focus back', async () => {
    const page = await openFor(browser, person, `${server.url}/watch`);
    await untilFramesAdvance(page, 1);
    await press(person, page.getByRole('button', { name: 'Share', exact: true }));
    const dialog = page.getByRole('dialog', { name: 'Share' });
    await press(person, dialog.getByRole('button', { name: /^Copy: .*a frame$/ }));
    await dialog.getByText(/Copied|Press Ctrl/).waitFor();
    const { x, width } = (await dialog.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(person.screen.width);
    await press(person, dialog.getByRole('button', { name: 'Close' }));
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page);
    await page.context().close();
  });
});

// Altair is laid out for desks.
describe.each(PEOPLE.filter(([, { screen }]) => screen === DESK))('%s', (_who, person) => {
  test('a panel’s operation is opened in the explorer, and answered there', async () => {
    const page = await openFor(browser, person, `${server.url}/recordings`);
    await press(person, page.getByRole('button', { name: 'As GraphQL: Recordings' }));
    const dialog = page.getByRole('dialog', { name: 'The same with GraphQL' });
    await dialog.waitFor();
    expect(await sticksOutBy(page)).toBe(0);
    const opening = page.waitForEvent('popup');
    await press(person, dialog.getByRole('link', { name: /explorer/ }));
    const explorer = await opening;
    await explorer.locator('.cm-content').first().click();
    await explorer.keyboard.press('Control+Enter');
    await explorer.getByText('"data"').first().waitFor();
    await explorer.close();
    await press(person, dialog.getByRole('button', { name: 'Close' }));
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page);
    await page.context().close();
  });
});
