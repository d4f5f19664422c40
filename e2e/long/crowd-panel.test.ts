import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage } from '../support/pages.js';
import { writePast } from '../support/writePast.js';

const DAYS = 3;
/** Events of Plaza about fluidity, medium at least: one in twenty. */
const MATCHING = Math.floor((DAYS * 24 * 12) / 20);
const HOUR_MS = 3_600_000;
/** Nothing has happened in the last minutes, so that the list does not move while it is looked at. */
const END = Date.now() - 10 * 60_000;

let server: Crowdlens;
let browser: Browser;
let page: Page;
let events: Locator;
let chart: Locator;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  await writePast(dataDir, DAYS, END);
  server = await startCrowdlens({ dataDir });
  browser = await launchChromium();
  page = await openPage(browser, `${server.url}/watch`);
  events = page.getByRole('region', { name: 'Events' });
  chart = page.getByRole('slider', { name: 'Time chart of all regions' });
  await events.getByRole('listitem').nth(49).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('the event list', () => {
  test('filters by region, kind and level, and fetches older events until there are some', async () => {
    await events.getByRole('button', { name: 'Filter' }).click();
    await events.getByRole('checkbox', { name: 'Plaza' }).check();
    await events.getByRole('checkbox', { name: 'Fluidity' }).press('Space');
    await events.getByRole('combobox', { name: 'At least' }).selectOption('medium');
    await events
      .getByRole('listitem')
      .nth(MATCHING - 1)
      .waitFor();
    const texts = await events.getByRole('listitem').allInnerTexts();
    expect(texts.length).toBeLessThanOrEqual(MATCHING + 1);
    for (const text of texts)
      expect(text).toMatch(/^Fluidity (rose|fell) to (medium|high)[^]*Plaza/);
  });

  test('the export has the same filter', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      events.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    const [head, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(head).toMatch(/^sequence,at,regionId,kind/);
    expect(rows.length).toBe(await events.getByRole('listitem').count());
    expect(rows.every((row) => /,plaza,FLUIDITY,/.test(row))).toBe(true);
    expect(
      await events.getByRole('link', { name: 'Export NDJSON' }).getAttribute('href'),
    ).toContain('regionIds=plaza&kinds=FLUIDITY&minLevel=MED');
  });

  test('older pages come by their cursor, each event once', async () => {
    await events.getByRole('button', { name: 'Clear filter' }).click();
    await events.getByRole('button', { name: 'Older events' }).click();
    await events.getByRole('listitem').nth(99).waitFor();
    await events.getByRole('button', { name: 'Older events' }).press('Enter');
    await events.getByRole('listitem').nth(149).waitFor();
    const ids = await events
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['eventId']));
    expect(new Set(ids).size).toBe(150);
  });

  test('a jump to a time shows what was around it, and the way back', async () => {
    const moment = new Date(END - 40 * HOUR_MS);
    await events.getByLabel('Jump to').fill(local(moment));
    await events.getByLabel('Jump to').press('Enter');
    await events.getByText('Around').waitFor();
    const times = await events
      .locator('time')
      .evaluateAll((all) => all.map((time) => Date.parse((time as HTMLTimeElement).dateTime)));
    expect(times).toHaveLength(100);
    expect(times[0]).toBeGreaterThan(moment.getTime());
    expect(times[99]).toBeLessThan(moment.getTime());
    await events.getByRole('button', { name: 'Newer events' }).click();
    await events.getByRole('listitem').nth(149).waitFor();
    await events.getByRole('button', { name: 'Back to now' }).click();
    await events.getByText('Around').waitFor({ state: 'detached' });
    await events.getByRole('button', { name: 'Filter', exact: true }).click();
  });
});

describe('the time chart', () => {
  test('goes back a day, zooms in by a drag and out by a button', async () => {
    await page.getByRole('combobox', { name: 'Time span' }).selectOption('24 h');
    await spanIs(near(86_400));
    await chart.scrollIntoViewIfNeeded();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await spanIs((seconds) => seconds > 3 * 3600 && seconds < 7 * 3600);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await spanIs(near(86_400));
  });

  test('tells values under the pointer and to the keyboard, and shows the events of a moment', async () => {
    await chart.scrollIntoViewIfNeeded();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    // Thirty-some, or ninety-some in the busy hour.
    const value = page.locator('[aria-valuetext*="Plaza 3"], [aria-valuetext*="Plaza 9"]');
    await chart.and(value).waitFor();
    await page.mouse.move(0, 0);
    await chart.press('Home');
    await chart.press('PageDown');
    const pointed = Number(await chart.getAttribute('aria-valuenow'));
    await chart.press('Enter');
    await events.getByText('Around').waitFor();
    const near = events.locator('li.near');
    await near.first().waitFor();
    const at = await near.first().locator('time').getAttribute('datetime');
    expect(Math.abs(Date.parse(at!) / 1000 - pointed)).toBeLessThan(600);
    await events.getByRole('button', { name: 'Back to now' }).click();
  });

  test('an event is shown in it', async () => {
    await page.getByRole('combobox', { name: 'Time span' }).selectOption('5 min');
    await spanIs(near(300));
    const item = events.getByRole('listitem').nth(3);
    const at = Date.parse((await item.locator('time').getAttribute('datetime'))!) / 1000;
    await item.getByRole('button').click();
    await page.waitForFunction(
      ([name, time]) => {
        const element = document.querySelector(`[aria-label="${name}"]`)!;
        return (
          Number(element.getAttribute('aria-valuemin')) < time &&
          Number(element.getAttribute('aria-valuemax')) > time
        );
      },
      ['Time chart of all regions', at] as const,
    );
    await page.getByRole('button', { name: 'Zoom out' }).click();
  });
});

test('thresholds that somebody else has saved meanwhile are shown beside one’s own', async () => {
  await page.getByRole('button', { name: 'Thresholds' }).click();
  await page.getByRole('slider', { name: 'Low above' }).press('PageUp');
  await queryData(
    server,
    'mutation { updateRegionOfInterest(input: { id: "shops", config: { occupancyLevelMax: 90 } }) { revision } }',
  );
  await page.getByText('Somebody else saved revision 4.').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByRole('radio', { name: '20\u00a0% · 35\u00a0% · 65\u00a0%' }).waitFor();
  await page.getByRole('radio', { name: '10\u00a0% · 35\u00a0% · 90\u00a0%' }).press('Space');
  await page.getByRole('button', { name: 'Go on with this choice' }).click();
  const high = page.getByRole('slider', { name: 'High above' });
  await high.and(page.locator('[aria-valuenow="90"]')).waitFor();
  await page.getByRole('button', { name: 'Thresholds', exact: true }).press('Enter');
});

test.each(['Over time', 'Events', 'Alerts', 'Rules'])(
  '“As GraphQL” of %s gives an operation that the API answers',
  async (panel) => {
    await page.getByRole('button', { name: `As GraphQL: ${panel}` }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'The same with GraphQL' });
    const [operation, variables] = await Promise.all(
      ['Operation', 'Variables'].map((name) =>
        dialog.getByLabel(name, { exact: true }).inputValue(),
      ),
    );
    const opening = page.context().waitForEvent('page');
    await dialog.getByRole('link', { name: /explorer/ }).press('Enter');
    const explorer = await opening;
    const [, name] = /^(?:query|subscription) (\w+)/.exec(operation!) ?? [];
    await explorer.locator('.cm-content').getByText(name!).first().waitFor();
    await explorer.close();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await queryData(server, operation!, JSON.parse(variables!) as object);
  },
);

describe('the history page', () => {
  test('shows the busiest hour, and a link to it brings somebody else there', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('heading', { name: 'Busiest hours' }).waitFor();
    const cells = page.getByRole('table').getByRole('button', { name: /: [89]\d/ });
    await cells.first().waitFor();
    const busy = new Date(Date.UTC(2026, 0, 1, 17)).getHours();
    for (const name of await cells.evaluateAll((all) => all.map((cell) => cell.ariaLabel))) {
      expect(name).toContain(` ${busy}:00:`);
    }
    await cells.first().press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toMatch(
      new RegExp(` ${busy + 1}:00: [23]\\d`),
    );
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const link = await page.getByRole('textbox', { name: 'Link to this moment' }).inputValue();
    expect(link).toContain('at=');
    const other = await openPage(browser, link);
    await other.getByText('Around').waitFor();
    const times = await other
      .locator('li time')
      .evaluateAll((all) => all.map((time) => (time as HTMLTimeElement).dateTime.slice(0, 13)));
    expect(times).toContain(new URL(link).searchParams.get('at')!.slice(0, 13));
    await other.context().close();
  });

  test('compares the regions that are chosen, over the time that is chosen', async () => {
    await chart.and(page.locator('[aria-valuetext*="Shops"][aria-valuetext*="Plaza"]')).waitFor();
    await page.getByRole('checkbox', { name: 'Shops' }).press('Space');
    await chart.and(page.locator('[aria-valuetext*="Shops"]')).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Time shown' }).selectOption('One day');
    await spanIs(near(86_400));
    expect(page.url()).toContain('days=1');
    expect(page.url()).toContain('region=main%2Fplaza');
    for (const share of [/none\s+0 %/, /low\s+\d+ %/, /medium\s+\d+ %/, /high\s+\d+ %/]) {
      await page.getByText(share).waitFor();
    }
  });
});

/** Waits until the chart shows a span of wanted length. */
async function spanIs(wanted: (seconds: number) => boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        const [from, to] = await Promise.all(
          ['aria-valuemin', 'aria-valuemax'].map((name) => chart.getAttribute(name)),
        );
        return wanted(Number(to) - Number(from));
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}

/** Both ends are told in whole seconds. */
const near = (length: number) => (seconds: number) => Math.abs(seconds - length) <= 1;

/** As a field for a time wants it, in the browser's zone, which is ours. */
function local(time: Date): string {
  const inZone = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return inZone.toISOString().slice(0, 19);
}
