import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queryData } from './support/crowdlens.js';
import { openPage, untilFramesAdvance } from './support/pages.js';
import { useCrowdlens } from './support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

interface Region {
  id: string;
  name: string | null;
  color: string | null;
  points: { x: number; y: number }[];
  config: { occupancyLevelMin: number; sendOpticalFlowEvent: boolean };
}

const SQUARE = [
  [0.2, 0.2],
  [0.4, 0.2],
  [0.4, 0.5],
  [0.2, 0.5],
] as const;

let page: Page;

beforeAll(async () => {
  page = await openPage(run.browser, `${run.server.url}/watch`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await untilFramesAdvance(page, 10);
});

beforeEach(async () => {
  await setRegions([{ id: 'square', points: asPoints(SQUARE) }]);
  await page.locator('[data-region-id="square"]').waitFor();
  await page.locator('[data-region-id]').nth(1).waitFor({ state: 'detached' });
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  if (await cancel.isVisible()) await cancel.click();
});

describe('with the pointer', () => {
  test('a border that would cross itself is refused, with the crossing shown', async () => {
    await edit();
    await page.getByRole('button', { name: 'Add region' }).click();
    const drawing = page.getByRole('group', { name: /Drawing a region/ });
    for (const [x, y] of [[0.5, 0.2], [0.9, 0.2], [0.9, 0.6]] as const) await at(drawing, x, y); // prettier-ignore
    await at(drawing, 0.7, 0.05);
    expect(await page.getByTestId('crossing').count()).toBe(1);
    await page.getByText('may not cross itself').waitFor();
    await at(drawing, 0.5, 0.6);
    await at(drawing, 0.5, 0.2);
    await save();
    expect((await regions()).map(({ points }) => points.length)).toEqual([4, 4]);
  });

  test('points, ghosts, edges and whole regions are dragged; each drag is one step for undo', async () => {
    await edit();
    const editor = page.getByRole('group', { name: 'Regions on the picture' });
    await drag(editor, [0.2, 0.2], [0.1, 0.1]);
    await drag(editor, [0.3, 0.5], [0.3, 0.6]);
    await drag(editor, [0.4, 0.26], [0.5, 0.26]);
    await drag(editor, [0.3, 0.35], [0.4, 0.35]);
    const points = () => page.getByRole('button', { name: /^Point \d+ of square/ }).count();
    expect(await points()).toBe(5);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await points()).toBe(4);
    await page.getByRole('button', { name: 'Redo' }).click();
    expect(await points()).toBe(5);
    await save();
    const [{ points: saved }] = (await regions()) as [Region];
    expect(saved[0]!.x).toBeCloseTo(0.1, 1);
    expect(saved[3]!.y).toBeCloseTo(0.6, 1);
  });

  test('a point that comes near the border of the picture snaps to it', async () => {
    await edit();
    const editor = page.getByRole('group', { name: 'Regions on the picture' });
    await drag(editor, [0.2, 0.2], [0.006, 0.006]);
    await save();
    expect((await regions())[0]!.points[0]).toEqual({ x: 0, y: 0 });
  });

  test('a copy with a name, a colour and other levels is saved', async () => {
    await edit();
    await page.getByRole('button', { name: 'Duplicate square' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Stage');
    await page.getByRole('radio', { name: 'Sky blue' }).check();
    await page.getByRole('slider', { name: 'Occupancy: Low above' }).fill('20');
    await page.getByRole('switch', { name: 'Measure direction' }).check();
    await save();
    expect((await regions())[1]).toMatchObject({
      name: 'Stage',
      color: '#8ecae6',
      config: { occupancyLevelMin: 20, sendOpticalFlowEvent: true },
    });
  });

  test('a finger that rests on a point deletes it', async () => {
    const context = await run.browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const phone = await context.newPage();
    await phone.goto(`${run.server.url}/watch`);
    await phone.getByRole('button', { name: 'Edit regions' }).tap();
    const point = phone.getByRole('button', { name: 'Point 2 of square' });
    const { x, y, width, height } = (await point.boundingBox())!;
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(43.5);
    const cdp = await context.newCDPSession(phone);
    const touch = { x: x + width / 2, y: y + height / 2 };
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [touch] });
    await phone.getByRole('button', { name: /^Point 4/ }).waitFor({ state: 'detached' });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await context.close();
  });
});

describe('with the keyboard', () => {
  test('a region is drawn, nudged, and loses a point', async () => {
    await edit();
    await page.getByRole('button', { name: 'Add region' }).press('Enter');
    const { keyboard } = page;
    for (const [key, times] of [
      ['ArrowRight', 2],
      ['ArrowDown', 2],
      ['ArrowLeft', 2],
    ] as const) {
      // prettier-ignore
      await keyboard.press('Space');
      for (let i = 0; i < times; i++) await keyboard.press(`Shift+${key}`);
    }
    await keyboard.press('Space');
    await keyboard.press('Enter');
    expect(await focusedLabel()).toBe('Region 2');
    await keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Point 1 of Region 2' }).focus();
    await keyboard.press('Shift+ArrowUp');
    await page.getByRole('button', { name: 'Point 4 of Region 2' }).focus();
    await keyboard.press('Delete');
    expect(await focusedLabel()).toBe('Point 3 of Region 2');
    await save();
    expect((await regions())[1]!.points).toEqual([
      { x: 0.499, y: 0.49 },
      { x: 0.699, y: 0.5 },
      { x: 0.699, y: 0.7 },
    ]);
  });

  test('coordinates can be typed, and the focus comes back where it was', async () => {
    await edit();
    await page.getByText('Coordinates', { exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Point 1: Right, %' }).fill('12.5');
    await save();
    expect((await regions())[0]!.points[0]).toEqual({ x: 0.125, y: 0.2 });
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
      'Edit regions',
    );
  });
});

test('two people who edit at once see both versions and choose', async () => {
  await edit();
  await page.getByLabel('Name', { exact: true }).fill('Mine');
  await setRegions([
    { id: 'square', name: 'Theirs', points: asPoints(SQUARE) },
    { id: 'new', points: asPoints([[0.6, 0.6], [0.9, 0.6], [0.9, 0.9]]) }, // prettier-ignore
  ]);
  const conflict = page.getByRole('alert');
  await conflict.getByText(/Somebody else saved revision/).waitFor();
  expect(await conflict.getByRole('row').nth(1).innerText()).toMatch(/changed.*changed/s);
  await conflict.getByRole('button', { name: 'Go on with this choice' }).click();
  await save();
  expect((await regions()).map(({ id, name }) => [id, name])).toEqual([
    ['square', 'Mine'],
    ['new', null],
  ]);
});

function asPoints(corners: readonly (readonly [number, number])[]) {
  return corners.map(([x, y]) => ({ x, y }));
}

async function setRegions(regions: object[]): Promise<void> {
  await queryData(
    run.server,
    'mutation ($regions: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $regions }) { revision } }',
    { regions },
  );
}

async function regions(): Promise<Region[]> {
  const { broadcast } = await queryData<{ broadcast: { regions: Region[] } }>(
    run.server,
    '{ broadcast { regions { id name color points { x y } config { occupancyLevelMin sendOpticalFlowEvent } } } }',
  );
  return broadcast.regions;
}

async function edit(): Promise<void> {
  await page.getByRole('button', { name: 'Edit regions' }).click();
  await page.getByRole('group', { name: 'Regions on the picture' }).waitFor();
}

async function save(): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit regions' }).waitFor();
}

async function at(editor: Locator, x: number, y: number): Promise<void> {
  const { width, height } = (await editor.boundingBox())!;
  await editor.click({ position: { x: x * width, y: y * height } });
}

type Corner = readonly [x: number, y: number];

async function drag(editor: Locator, from: Corner, to: Corner): Promise<void> {
  const { x, y, width, height } = (await editor.boundingBox())!;
  await page.mouse.move(x + from[0] * width, y + from[1] * height);
  await page.mouse.down();
  await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 4 });
  await page.mouse.up();
}

function focusedLabel(): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
}
