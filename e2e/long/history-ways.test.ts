import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryData } from '../support/crowdlens.js';
import {
  choose,
  openFor,
  PEOPLE,
  press,
  sticksOutBy,
  tabTo,
  untilFocused,
} from '../support/people.js';
import { preparePast } from '../support/writePast.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ prepare: () => preparePast(DAYS, END) });

const DAYS = 3;
/** Nothing has happened in the last minutes, so that the list does not move while it is looked at. */
const END = Date.now() - 10 * 60_000;

let page: Page;

describe.each(PEOPLE)('%s', (_who, person) => {
  const byFinger = person.by === 'pointer' && person.screen.width < 500;
  let chart: Locator;
  let events: Locator;

  beforeAll(async () => {
    page = await openFor(run.browser, person, `${run.server.url}/watch`);
    chart = page.getByRole('slider', { name: 'Time chart of all regions' });
    events = page.getByRole('region', { name: 'Events' });
    await events.getByRole('listitem').nth(49).waitFor();
  });

  afterAll(() => page.context().close());

  test('the chart is zoomed in and out, and its moment is shown among the events', async () => {
    await choose(person, page.getByRole('combobox', { name: 'Time span' }), '24 h');
    await expect.poll(spanOf).toBeGreaterThan(86_000);
    if (person.by === 'keyboard') {
      await tabTo(chart);
      for (const key of ['Home', 'PageDown', '+']) await page.keyboard.press(key);
    } else await dragOver(0.4, 0.7);
    await expect.poll(spanOf).toBeLessThan(50_000);
    expect(await spanOf()).toBeGreaterThan(10_000);
    if (person.by === 'keyboard') {
      await page.keyboard.press('Enter');
      await events.locator('li.near').first().waitFor();
    } else await chart.click({ position: { x: 150, y: 60 } });
    await events.getByText('Around').waitFor();
    await press(person, page.getByRole('button', { name: 'Zoom out' }));
    await expect.poll(spanOf).toBeGreaterThan(86_000);
    await press(person, events.getByRole('button', { name: 'Back to now' }));
  });

  test('an event is shown in the chart', async () => {
    const item = events.getByRole('listitem').nth(2);
    const at = Date.parse((await item.locator('time').getAttribute('datetime'))!) / 1000;
    await choose(person, page.getByRole('combobox', { name: 'Time span' }), '5 min');
    await expect.poll(spanOf).toBeLessThan(301);
    await press(person, item.getByRole('button'));
    await expect.poll(async () => (await ends())[0]).toBeLessThan(at);
    await expect.poll(async () => (await ends())[1]).toBeGreaterThan(at);
    await press(person, page.getByRole('button', { name: 'Zoom out' }));
  });

  test('events are filtered, and exported with the same filter', async () => {
    await press(person, events.getByRole('button', { name: 'Filter' }));
    const plaza = events.getByRole('checkbox', { name: 'Plaza' });
    if (person.by === 'pointer') await plaza.click();
    else {
      await tabTo(plaza);
      await page.keyboard.press('Space');
    }
    await choose(person, events.getByRole('combobox', { name: 'At least' }), 'high');
    const others = events.getByRole('listitem').filter({ hasNotText: /(to high|towards).*Plaza/s });
    await others.first().waitFor({ state: 'detached' });
    await events.getByRole('listitem').nth(20).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press(person, events.getByRole('link', { name: 'Export NDJSON' })),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ regionId: 'plaza' });
    await press(person, events.getByRole('button', { name: 'Clear filter' }));
    await press(person, events.getByRole('button', { name: 'Filter', exact: true }));
  });

  test('a threshold is moved, its dry run told, and saved; the focus is not lost', async () => {
    const thresholds = page.getByRole('button', { name: 'Thresholds', exact: true });
    await press(person, thresholds);
    const high = page.getByRole('slider', { name: 'High above' });
    const before = Number(await high.getAttribute('aria-valuenow'));
    if (person.by === 'keyboard') {
      await tabTo(high);
      await page.keyboard.press('PageUp');
      await page.keyboard.press('ArrowDown');
    } else {
      await high.scrollIntoViewIfNeeded();
      const { x, y, width, height } = (await high.boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + width / 2, y + height / 2 - 10, { steps: 3 });
      await page.mouse.up();
    }
    const wanted = Number(await high.getAttribute('aria-valuenow'));
    expect(wanted).toBeGreaterThan(before);
    await page.getByText(/Would have fired|Nothing was measured/).waitFor();
    await press(person, page.getByRole('button', { name: 'Save' }));
    await high.waitFor({ state: 'detached' });
    await thresholds.and(page.locator(':focus')).waitFor();
    expect(await highOfShops()).toBe(wanted);
  });

  test('former revisions are compared with the one in force, and one is restored', async () => {
    const edited = await highOfShops();
    const edit = page.getByRole('button', { name: 'Edit regions' });
    await press(person, edit);
    const panel = page.getByRole('region', { name: 'Edit regions' });
    await press(person, panel.locator('summary', { hasText: 'History' }));
    const revisions = panel.getByRole('button', { name: /^Revision/ });
    await press(person, revisions.nth(1));
    await panel.getByText('Shops was different').waitFor();
    await press(person, panel.getByRole('button', { name: /^Restore revision/ }));
    await revisions.first().getByText('in force').waitFor();
    await untilFocused(page);
    expect(await highOfShops()).toBeLessThan(edited);
    await press(person, revisions.filter({ hasText: 'ada' }));
    await panel.getByText('Plaza was not there').waitFor();
    await press(person, panel.getByRole('button', { name: 'Cancel', exact: true }));
    await edit.and(page.locator(':focus')).waitFor();
  });

  test('the history compares regions, and leads from its busiest hour to a link to that moment', async () => {
    await press(person, page.getByRole('link', { name: 'History' }));
    await page.getByRole('heading', { name: 'Busiest hours' }).waitFor();
    expect(await sticksOutBy(page)).toBe(0);
    const shops = page.getByRole('checkbox', { name: 'Shops' });
    const shopsLevels = page.getByRole('list').filter({
      hasText: /^\s*Shops\s+none\s+\d+ %\s+low\s+\d+ %\s+medium\s+\d+ %\s+high\s+\d+ %/,
    });
    await shopsLevels.waitFor();
    if (person.by === 'pointer') await shops.click();
    else {
      await tabTo(shops);
      await page.keyboard.press('Space');
    }
    await shopsLevels.waitFor({ state: 'detached' });
    const busiest = page.getByRole('table').getByRole('button', { name: /: 9\d/ });
    await busiest.first().waitFor();
    if (person.by === 'pointer') await busiest.first().click();
    else {
      await tabTo(page.getByRole('table').locator('button[tabindex="0"]'));
      const hour = new Date(Date.UTC(2026, 0, 1, 17)).getHours();
      const key = hour < 12 ? 'ArrowLeft' : 'ArrowRight';
      for (let i = 0; i < Math.abs(hour - 12); i++) await page.keyboard.press(key);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await press(person, page.getByRole('button', { name: 'Copy: Link to this moment' }));
    await page.getByText(/Copied|Press Ctrl/).waitFor();
    const field = page.getByRole('textbox', { name: 'Link to this moment' });
    const link = new URL(await field.inputValue());
    expect(new Date(link.searchParams.get('at')!).getUTCHours()).toBe(17);
    await events.getByText('Around').waitFor();
    await page.goto(link.href);
    await events.getByText('Around').waitFor();
    const hour = link.searchParams.get('at')!.slice(0, 13);
    await events.locator(`time[datetime^="${hour}"]`).first().waitFor();
    expect(await shops.isChecked()).toBe(false);
  });

  async function highOfShops(): Promise<number> {
    const { broadcast } = await queryData<{
      broadcast: { regions: { config: { occupancyLevelMax: number } }[] };
    }>(run.server, '{ broadcast { regions { config { occupancyLevelMax } } } }');
    return broadcast.regions[0]!.config.occupancyLevelMax;
  }

  async function ends(): Promise<[from: number, to: number]> {
    const [from, to] = await Promise.all(
      ['aria-valuemin', 'aria-valuemax'].map((name) => chart.getAttribute(name)),
    );
    return [Number(from), Number(to)];
  }

  async function spanOf(): Promise<number> {
    const [from, to] = await ends();
    return to - from;
  }

  /** From one share of the chart's width to another. */
  async function dragOver(from: number, to: number): Promise<void> {
    await chart.scrollIntoViewIfNeeded();
    const { x, y, width } = (await chart.boundingBox())!;
    const at = (share: number) => ({ x: x + share * width, y: y + 60 });
    if (!byFinger) {
      await page.mouse.move(at(from).x, at(from).y);
      await page.mouse.down();
      await page.mouse.move(at(to).x, at(to).y, { steps: 4 });
      await page.mouse.up();
      return;
    }
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share?: number) =>
      cdp.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: share === undefined ? [] : [at(share)],
      });
    await touch('touchStart', from);
    for (const part of [0.3, 0.6, 1]) await touch('touchMove', from + part * (to - from));
    await touch('touchEnd');
  }
});
