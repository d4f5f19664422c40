import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import { openFor, PHONE, sticksOutBy } from '../support/people.js';
import { smallTargets } from '../support/targets.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ camera: true });

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const SMALLEST_PHONE = { width: 360, height: 640 };

let page: Page;
let phone: Page;

beforeAll(async () => {
  const presenter = await openPage(run.browser, `${run.server.url}/present`);
  await presenter.getByRole('button', { name: 'Go live' }).click();
  await untilFramesAdvance(presenter, 10);
  page = await openPage(run.browser, 'about:blank');
  // The page's policy refuses scripts that are added to it later.
  await page.addInitScript({ path: axe });
  await page.setViewportSize({ width: 1440, height: 900 });
  phone = await openFor(run.browser, { screen: PHONE, by: 'pointer' }, 'about:blank');
});

const PAGES = [
  ['the broadcast on the home page', '/', 'Edit regions'],
  ['the viewer, stats open', '/watch', 'Stats for nerds'],
  ['the region editor', '/watch', 'Edit regions'],
  ['the studio of somebody else', '/present', 'Stop'],
  ['the studio', '/present?broadcast=other', 'Check again'],
  ['a broadcast that is not there', '/watch/nowhere', 'EN'],
  ['the history', '/events', 'Filter'],
  ['the recordings', '/recordings', 'As GraphQL: Recordings'],
  ['alerts and a new rule', '/watch', 'Add rule'],
  ['the share dialog', '/watch', 'Share'],
  ['thresholds on the chart', '/watch', 'Thresholds'],
  ['an operation as GraphQL', '/watch', 'As GraphQL: Events'],
  ['an embedded viewer', '/embed/main', 'Unmute'],
  ['a page that is not there', '/nowhere/at/all', 'EN'],
] as const;

test.each(PAGES)(
  'axe-core finds nothing to complain about on %s, light and dark',
  async (_what, path, button) => {
    await page.goto(run.server.url + path);
    await page.getByRole('button', { name: button, exact: true }).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(page), colorScheme).toEqual([]);
    }
  },
);

test.each(PAGES)(
  'on a phone, the smallest too, everything that can be pressed on %s is in sight and has room for a finger',
  async (_what, path, button) => {
    await phone.goto(run.server.url + path);
    await phone.getByRole('button', { name: button, exact: true }).tap();
    await phone.waitForLoadState('networkidle');
    for (const screen of [PHONE, SMALLEST_PHONE]) {
      await phone.setViewportSize(screen);
      for (const colorScheme of ['light', 'dark'] as const) {
        await phone.emulateMedia({ colorScheme });
        expect(await smallTargets(phone.locator('body')), `${screen.width}`).toEqual([]);
        expect(await sticksOutBy(phone), `${screen.width}`).toBe(0);
      }
    }
  },
);

/** The rules that are broken, each with the elements that break it. */
function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const results = await axe.run();
    return results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`,
    );
  });
}
