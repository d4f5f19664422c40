import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processedStream, untilFramesAdvance } from '../support/pages.js';
import { DESK, openFor, PEOPLE, PHONE, press, tabTo, type Person } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

let page: Page;

const button = (name: string) => page.getByRole('button', { name, exact: true });

describe.each(PEOPLE)('%s', (_who, person) => {
  beforeAll(async () => {
    page = await openFor(run.browser, person, `${run.server.url}/watch`);
    await untilFramesAdvance(page, 5);
  });

  afterAll(() => page.context().close());

  test('state, time, viewers, quality and latency are in sight, and stay so', async () => {
    const facts = [/^Live$/, /\d:\d\d$/, /^1$/, /(Good|Fair|Poor) · \d+ ms/];
    const chips = page.locator('.status');
    for (const fact of facts) {
      const chip = chips.getByText(fact).first();
      await chip.waitFor();
      expect(await isSeen(chip), String(fact)).toBe(true);
    }
    await page.mouse.move(200, 300);
    await untilFramesAdvance(page, 25);
    for (const fact of facts) expect(await isSeen(chips.getByText(fact).first())).toBe(true);
  });

  test('sound, the whole screen, picture in picture and the overlay are switched', async () => {
    await press(person, button('Unmute'));
    await press(person, button('Mute'));
    await button('Unmute').waitFor();

    await press(person, button('Full screen'));
    await page.waitForFunction(() => document.fullscreenElement?.className.includes('stage'));
    await press(person, button('Full screen'));
    await page.waitForFunction(() => document.fullscreenElement === null);

    await press(person, button('Picture in picture'));
    await page.waitForFunction(() => document.pictureInPictureElement !== null);
    await untilFramesAdvance(page, 5);
    await press(person, button('Picture in picture'));
    await page.waitForFunction(() => document.pictureInPictureElement === null);

    const regions = page.locator('polygon.bordered');
    await regions.first().waitFor({ state: 'attached' });
    await press(person, page.locator('summary', { has: page.locator('svg') }));
    await check(person, page.getByRole('checkbox', { name: 'Regions' }));
    await regions.first().waitFor({ state: 'detached' });
    await check(person, page.getByRole('checkbox', { name: 'Heat' }));
    await page.waitForFunction(() => document.querySelector('polygon')?.style.fill.includes('rgb'));
    const names = page.locator('.overlay p');
    await names.first().waitFor();
    await check(person, page.getByRole('checkbox', { name: 'Names' }));
    await check(person, page.getByRole('checkbox', { name: 'Values' }));
    await names.first().waitFor({ state: 'detached' });
    await hasFocus(page.getByRole('checkbox', { name: 'Values' }));
  });

  test('every line of the stats says something, all of it seen at once; closing leaves the focus', async () => {
    await press(person, button('Stats for nerds'));
    const stats = page.getByRole('region', { name: 'Stats for nerds' });
    // Rates are there after the first second.
    await stats.getByText(/^[1-9]\d* kbit\/s$/).waitFor();
    await stats.getByText(/^[1-9]\d* a second$/).waitFor();
    const lines = await stats
      .locator('dl > div')
      .evaluateAll((all) => all.map((line) => [...line.children].map((part) => part.textContent)));
    expect(Object.fromEntries(lines) as object).toEqual({
      Path: 'direct, UDP',
      'Candidate pair': expect.stringMatching(/^host ↔ host .+:\d+$/) as string,
      Decoder: expect.stringMatching(/^(.+, )?\d+\.\d ms a picture$/) as string,
      Size: expect.stringMatching(/^[1-9]\d* × [1-9]\d*$/) as string,
      Pictures: expect.stringMatching(/^\d+ a second$/) as string,
      Bitrate: expect.stringMatching(/^\d+ kbit\/s$/) as string,
      'Packets lost': expect.stringMatching(/^\d+\.\d %$/) as string,
      'Round trip': expect.stringMatching(/^\d+ ms$/) as string,
      'Jitter buffer': expect.stringMatching(/^\d+ ms$/) as string,
      Codec: 'VP8',
      'Pictures dropped': expect.stringMatching(/^\d+$/) as string,
      'Events missed': '0',
    });
    expect(await stats.evaluate((panel) => panel.scrollHeight <= panel.clientHeight)).toBe(true);
    await press(person, stats.getByRole('button', { name: 'Close' }));
    await stats.waitFor({ state: 'detached' });
    await hasFocus(button('Stats for nerds'));
  });

  test('an operator records', async () => {
    await press(person, button('Record'));
    await page.getByTestId('recording').getByText('0:02').waitFor();
    await press(person, button('Stop recording'));
    await hasFocus(button('Record'));
  });
});

describe.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('on %s', (_what, screen) => {
  beforeAll(async () => {
    page = await openFor(run.browser, { screen, by: 'keyboard' }, 'about:blank');
    // With some granted, Chromium would refuse all others.
    await page.context().clearPermissions();
    await page.addInitScript(() => {
      const locks: WakeLockSentinel[] = [];
      Object.assign(window, { locks });
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const lock = await request(type);
        locks.push(lock);
        return lock;
      };
    });
    await page.goto(`${run.server.url}/watch`);
    await untilFramesAdvance(page, 5);
  });

  afterAll(() => page.context().close());

  test('keys work wherever the focus is, but not in fields', async () => {
    await page.keyboard.press('m');
    await button('Mute').waitFor();
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.pictureInPictureElement !== null);
    await page.keyboard.press('p');
    await page.waitForFunction(() => document.pictureInPictureElement === null);
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const key of ['m', 'f', 'p', 's', 'r', '?']) {
      await keys.getByText(key, { exact: true }).waitFor();
    }
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    await button('Edit regions').click();
    await page.getByLabel('Name', { exact: true }).pressSequentially('m p');
    expect(await processedStream(page).evaluate((video: HTMLVideoElement) => video.muted)).toBe(
      false,
    );
    expect(await page.evaluate(() => document.pictureInPictureElement)).toBeNull();
  });

  test('the screen may go dark when the picture is left', async () => {
    await awake(true);
    await page.getByRole('link', { name: 'History' }).click();
    await awake(false);
  });
});

/** Enter leaves boxes as they are. */
async function check(person: Person, box: Locator): Promise<void> {
  if (person.by === 'pointer') return box.click();
  await tabTo(box);
  return page.keyboard.press('Space');
}

/** Waits until it has the focus. */
function hasFocus(control: Locator): Promise<void> {
  return control.and(page.locator(':focus')).waitFor();
}

/** Whether the browser keeps the screen on for the page. */
function awake(wanted: boolean) {
  return page.waitForFunction((on) => {
    const { locks } = window as unknown as { locks: WakeLockSentinel[] };
    return locks.some(({ released }) => !released) === on;
  }, wanted);
}

/** It is within the window, and shown. */
function isSeen(element: Locator): Promise<boolean> {
  return element.evaluate((chip) => {
    const { left, top, right, bottom } = chip.getBoundingClientRect();
    const { width, height } = document.documentElement.getBoundingClientRect();
    return chip.checkVisibility() && left >= 0 && top >= 0 && right <= width && bottom <= height;
  });
}
