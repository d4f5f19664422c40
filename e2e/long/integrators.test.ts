import { describe, expect, test } from 'vitest';
import { processedStream, untilFramesAdvance } from '../support/pages.js';
import { openFor, PEOPLE, press, sticksOutBy, untilFocused } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

describe.each(PEOPLE)('%s', (_who, person) => {
  test('the embedded viewer has its buttons in one row, sound, and a way to the whole page', async () => {
    const page = await openFor(run.browser, person, `${run.server.url}/embed/main`);
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
    const page = await openFor(run.browser, person, `${run.server.url}/watch`);
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

  test('a panel’s operation is opened in the explorer, and answered there', async () => {
    const page = await openFor(run.browser, person, `${run.server.url}/recordings`);
    await press(person, page.getByRole('button', { name: 'As GraphQL: Recordings' }));
    const dialog = page.getByRole('dialog', { name: 'The same with GraphQL' });
    await dialog.waitFor();
    expect(await sticksOutBy(page)).toBe(0);
    const opening = page.waitForEvent('popup');
    await press(person, dialog.getByRole('link', { name: /explorer/ }));
    const explorer = await opening;
    const send = explorer.getByRole('button', { name: 'Send Request' });
    await send.waitFor();
    const { x, width } = (await send.boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(person.screen.width);
    if (person.by === 'pointer') await send.click();
    else await explorer.locator('.cm-content').first().press('Control+Enter');
    await explorer.getByText('"data"').first().waitFor();
    await explorer.close();
    await press(person, dialog.getByRole('button', { name: 'Close' }));
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page);
    await page.context().close();
  });
});
