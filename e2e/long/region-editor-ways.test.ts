import type { CDPSession, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queryData } from '../support/crowdlens.js';
import { untilFramesAdvance } from '../support/pages.js';
import { DESK, openFor, PHONE, press, sticksOutBy, tabTo, type Person } from '../support/people.js';
import { smallTargets } from '../support/targets.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

interface Region {
  id: string;
  name: string | null;
  points: { x: number; y: number }[];
  config: Record<string, number | boolean>;
}

const SQUARE: readonly Corner[] = [[0.2, 0.2], [0.5, 0.2], [0.5, 0.6], [0.2, 0.6]]; // prettier-ignore
const BY_FINGER: Person = { screen: PHONE, by: 'pointer' };
const BY_KEYS: Person = { screen: DESK, by: 'keyboard' };

let page: Page;
let panel: Locator;

beforeEach(() => setRegions([{ id: 'square', points: asPoints(SQUARE) }]));

afterEach(async () => {
  await page.context().close();
});

describe('with a finger on a phone', () => {
  let cdp: CDPSession;
  let picture: Locator;

  beforeEach(async () => {
    await edit(BY_FINGER);
    cdp = await page.context().newCDPSession(page);
    picture = page.getByRole('group', { name: 'Regions on the picture' });
  });

  test('a region is drawn, closed on its first point; a crossing is refused and shown', async () => {
    await page.getByRole('button', { name: 'Add region' }).click();
    picture = page.getByRole('group', { name: /Drawing a region/ });
    await tap([0.6, 0.2]);
    await tap([0.9, 0.2]);
    await tap([0.9, 0.7]);
    await tap([0.7, 0.05]);
    await page.getByText('may not cross itself').waitFor();
    expect(await page.getByTestId('crossing').count()).toBe(1);
    await tap([0.6, 0.7]);
    await tap([0.61, 0.21]);
    await panel.getByRole('button', { name: /^Region 2/ }).waitFor();
    await save(BY_FINGER);
    expect((await regions()).map(({ points }) => points.length)).toEqual([4, 4]);
  });

  test('points, edges, regions and ghosts follow it, the live figures too; all is undone and done again', async () => {
    const figures = page.locator('.stage text tspan');
    const before = await figures.filter({ hasText: 'of the picture' }).textContent();
    await drag([0.2, 0.2], [0.1, 0.1]);
    await figures.filter({ hasText: /now .+ full/ }).waitFor();
    expect(await figures.filter({ hasText: 'of the picture' }).textContent()).not.toBe(before);
    await drag([0.5, 0.3], [0.6, 0.3]);
    await drag([0.35, 0.6], [0.35, 0.8]);
    await drag([0.4, 0.45], [0.5, 0.5]);
    const points = panel.getByText('5 points');
    await points.waitFor();
    const undo = panel.getByRole('button', { name: 'Undo' });
    let steps = 0;
    for (; !(await undo.isDisabled()); steps++) await undo.click();
    expect(steps).toBe(4);
    await figures.filter({ hasText: before! }).waitFor();
    await panel.getByText('4 points').waitFor();
    for (; steps > 0; steps--) await panel.getByRole('button', { name: 'Redo' }).click();
    await points.waitFor();
    await save(BY_FINGER);
    const [{ points: saved }] = (await regions()) as [Region];
    expect(saved[0]!.x).toBeCloseTo(0.2, 1);
    expect(saved[1]!.x).toBeCloseTo(0.7, 1);
  });

  test('a point snaps to the border of the picture and to a point of another region', async () => {
    await drag([0.2, 0.2], [0.015, 0.02]);
    await panel.getByRole('button', { name: 'Duplicate square' }).click();
    await drag([0.53, 0.23], [0.51, 0.21]);
    await save(BY_FINGER);
    const [square, copy] = (await regions()) as [Region, Region];
    expect(square.points[0]).toEqual({ x: 0, y: 0 });
    expect(copy.points[1]).toEqual(square.points[1]);
  });

  test('everything to be pressed has 44 pixels, and nothing sticks out', async () => {
    for (const title of ['Advanced', 'Coordinates', 'History']) {
      await panel.locator('summary', { hasText: title }).click();
    }
    await panel
      .getByRole('button', { name: /^Revision/ })
      .first()
      .waitFor();
    expect(await smallTargets(panel)).toEqual([]);
    expect(await sticksOutBy(page)).toBe(0);
    for (const name of ['Right', 'Down']) {
      const [head, field] = await Promise.all([
        panel.getByRole('columnheader', { name }).boundingBox(),
        panel.getByRole('spinbutton', { name: `Point 1: ${name}` }).boundingBox(),
      ]);
      expect(Math.abs(head!.x - field!.x), name).toBeLessThan(12);
    }
  });

  async function tap([x, y]: Corner): Promise<void> {
    const { width, height } = (await picture.boundingBox())!;
    await picture.tap({ position: { x: x * width, y: y * height } });
  }

  async function drag(from: Corner, to: Corner): Promise<void> {
    await picture.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await picture.boundingBox())!;
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', corner?: Corner) =>
      cdp.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: corner ? [{ x: x + corner[0] * width, y: y + corner[1] * height }] : [],
      });
    // All at once: a finger that rests on a point deletes it, also on a machine that is slow.
    const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2] as const;
    await Promise.all([
      touch('touchStart', from),
      touch('touchMove', middle),
      touch('touchMove', to),
      touch('touchEnd'),
    ]);
  }
});

describe('with the keyboard at a desk', () => {
  test('regions and points are moved by 0.1 and 1 %, doubled, deleted; a ghost becomes a point', async () => {
    await edit(BY_KEYS);
    const { keyboard } = page;
    await tabTo(page.getByRole('button', { name: 'square', exact: true }));
    await keyboard.press('Shift+ArrowRight');
    await tabTo(page.getByRole('button', { name: 'Add a point after point 1' }).first());
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Point 2 of square');
    await keyboard.press('ArrowUp');
    await keyboard.press('Control+d');
    await page.getByRole('button', { name: 'square (copy)' }).first().waitFor();
    await keyboard.press('Control+z');
    await keyboard.press('Control+Shift+z');
    await tabTo(panel.getByRole('button', { name: 'Delete square', exact: true }));
    await keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    await save(BY_KEYS);
    const [saved, ...others] = await regions();
    expect(others).toEqual([]);
    expect(saved!.name).toBe('square (copy)');
    expect(saved!.points).toHaveLength(5);
    const [first, second] = saved!.points as [Point, Point];
    expect(first.y - second.y).toBeCloseTo(0.001, 4);
  });

  test('all twelve parameters have a control, and what they must be is said', async () => {
    await edit(BY_KEYS);
    for (const quantity of ['Occupancy', 'Fluidity']) {
      for (const [index, level] of ['Low', 'Medium', 'High'].entries()) {
        const slider = panel.getByRole('slider', { name: `${quantity}: ${level} above` });
        await tabTo(slider);
        for (let i = 0; i <= index; i++) await page.keyboard.press('ArrowRight');
      }
    }
    await tabTo(panel.getByRole('switch', { name: 'Measure direction' }));
    await page.keyboard.press('Space');
    await press(BY_KEYS, panel.locator('summary', { hasText: 'Advanced' }));
    const numbers = [
      'Patience of occupancy',
      'Patience of fluidity',
      'Patience of direction',
      'Memory of direction',
      'Turn of the compass',
    ];
    for (const [index, name] of numbers.entries()) {
      await panel.getByRole('spinbutton', { name }).fill(String(11 + index));
    }
    await panel.getByRole('spinbutton', { name: 'Turn of the compass' }).fill('1000');
    await page.keyboard.press('Tab');
    await panel.getByText(/the turn of the compass is a whole number/).waitFor();
    expect(await panel.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await panel.getByRole('spinbutton', { name: 'Turn of the compass' }).fill('15');
    await page.keyboard.press('Tab');
    await save(BY_KEYS);
    const levels = (quantity: string) => ({
      [`${quantity}LevelMin`]: 11,
      [`${quantity}LevelMed`]: 37,
      [`${quantity}LevelMax`]: 68,
    });
    expect((await regions())[0]!.config).toEqual({
      ...levels('occupancy'),
      ...levels('fluidity'),
      sendOpticalFlowEvent: true,
      occupancyNumFramesToEvent: 11,
      fluidityNumFramesToEvent: 12,
      opticalFlowNumFramesToEvent: 13,
      opticalFlowNumFramesToReset: 14,
      opticalFlowAngleOffset: 15,
    });
  });

  test('saving changes the regions of viewers who go on watching', async () => {
    const viewer = await openFor(run.browser, BY_FINGER, `${run.server.url}/watch`);
    await untilFramesAdvance(viewer, 5);
    let watches = 0;
    viewer.on('request', (request) => {
      if (request.postData()?.includes('watch(')) watches++;
    });
    await edit(BY_KEYS);
    await panel.getByLabel('Name', { exact: true }).fill('Stage');
    const revision = Number(/\d+/.exec(await panel.getByText(/^Revision \d+$/).innerText())![0]);
    await save(BY_KEYS);
    await viewer.locator('.overlay').getByText('Stage').waitFor();
    await untilFramesAdvance(viewer, 25);
    expect(watches).toBe(0);
    await viewer.context().close();
    await press(BY_KEYS, page.getByRole('button', { name: 'Edit regions' }));
    await panel.getByText(`Revision ${revision + 1}`, { exact: true }).waitFor();
  });
});

test.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])(
  'on %s a conflict is seen beside “Save”, however far one has scrolled',
  async (_what, screen) => {
    const person: Person = { screen, by: 'keyboard' };
    await edit(person);
    await panel.getByLabel('Name', { exact: true }).fill('Mine');
    await panel.locator('summary', { hasText: 'History' }).scrollIntoViewIfNeeded();
    await setRegions([{ id: 'square', name: 'Theirs', points: asPoints(SQUARE) }]);
    const conflict = panel.getByRole('alert');
    await conflict.getByText(/Somebody else saved revision/).waitFor();
    const { y, height } = (await conflict.boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThan(screen.height);
    await press(person, conflict.getByRole('button', { name: 'Take all of theirs' }));
    await conflict.waitFor({ state: 'detached' });
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe('Theirs');
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  },
);

type Corner = readonly [x: number, y: number];
type Point = Region['points'][number];

function asPoints(corners: readonly Corner[]): Point[] {
  return corners.map(([x, y]) => ({ x, y }));
}

async function setRegions(wanted: object[]): Promise<void> {
  await queryData(
    run.server,
    'mutation ($regions: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $regions }) { revision } }',
    { regions: wanted },
  );
}

async function regions(): Promise<Region[]> {
  const { broadcast } = await queryData<{ broadcast: { regions: Region[] } }>(
    run.server,
    `{ broadcast { regions { id name points { x y } config {
      occupancyLevelMin occupancyLevelMed occupancyLevelMax occupancyNumFramesToEvent
      fluidityLevelMin fluidityLevelMed fluidityLevelMax fluidityNumFramesToEvent
      sendOpticalFlowEvent opticalFlowNumFramesToEvent opticalFlowNumFramesToReset opticalFlowAngleOffset
    } } } }`,
  );
  return broadcast.regions;
}

async function edit(person: Person): Promise<void> {
  page = await openFor(run.browser, person, `${run.server.url}/watch`);
  panel = page.getByRole('region', { name: 'Edit regions' });
  await untilFramesAdvance(page, 1);
  await press(person, page.getByRole('button', { name: 'Edit regions' }));
  await panel.waitFor();
}

async function save(person: Person): Promise<void> {
  await press(person, panel.getByRole('button', { name: 'Save' }));
  await page.getByRole('button', { name: 'Edit regions' }).waitFor();
}
