import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage } from '../support/pages.js';
import { writePast } from '../support/writePast.js';

let server: Crowdlens;
let browser: Browser;
let page: Page;
let panel: Locator;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  // Of it, the regions are what matters here.
  await writePast(dataDir, 1, Date.now());
  server = await startCrowdlens({ dataDir });
  browser = await launchChromium();
  page = await openPage(browser, `${server.url}/watch`);
  panel = page.getByRole('region', { name: 'Alerts' });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('a rule is made by keys, for certain hours, and changed with the pointer', async () => {
  await panel.getByText('No alert yet.').waitFor();
  await panel.getByRole('button', { name: 'Add rule' }).press('Enter');
  await page.keyboard.type('Too full');
  const form = panel.getByRole('form', { name: 'New rule' });
  await form.getByRole('combobox', { name: 'Region' }).selectOption('Plaza');
  await form.getByRole('combobox', { name: 'From level' }).selectOption('low');
  await form.getByRole('spinbutton', { name: 'Lasting at least, s' }).fill('0');
  await form.getByRole('switch', { name: 'Only at certain hours' }).press('Space');
  await form.getByRole('checkbox', { name: 'Sat' }).press('Space');
  await form.getByRole('checkbox', { name: 'Sun' }).press('Space');
  await form.getByLabel('From', { exact: true }).fill('00:00');
  await form.getByLabel('To', { exact: true }).fill('00:00');
  await form.getByRole('textbox', { name: 'Name' }).press('Enter');
  await panel.getByText('Mon, Tue, Wed, Thu, Fri, Sat, Sun 00:00–24:00').waitFor();
  await panel.getByRole('button', { name: 'Edit rule Too full' }).click();
  await panel.getByRole('textbox', { name: 'Name' }).fill('Crowded');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('switch', { name: 'Rule Crowded is on', checked: true }).waitFor();
  const { alertRules } = await queryData<{ alertRules: object[] }>(
    server,
    '{ alertRules { regionId name kind minLevel forSeconds cooldownSeconds activeHours { periods { from to } } } }',
  );
  const activeHours = { periods: [{ from: '00:00', to: '24:00' }] };
  const condition = { kind: 'OCCUPANCY', minLevel: 'MIN', forSeconds: 0, cooldownSeconds: 60 };
  expect(alertRules).toEqual([{ regionId: 'plaza', name: 'Crowded', ...condition, activeHours }]);
});

test('an alert is counted on the picture, leads to the list, is acknowledged, and ends', async () => {
  await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
  await page.getByRole('button', { name: '1 open alert' }).click();
  await panel.and(page.locator(':focus')).waitFor();
  await panel.getByRole('button', { name: 'Acknowledge Crowded' }).press('Enter');
  await panel.getByText(/^Acknowledged .*at/).waitFor();
  await queryData(server, 'mutation { stop { state } }');
  await panel.getByText('off the air').waitFor();
  await page.getByRole('button', { name: '1 open alert' }).waitFor({ state: 'detached' });
});

test('a rule is deleted, its alerts stay', async () => {
  await panel.getByRole('button', { name: 'Delete rule Crowded' }).click();
  await page.getByRole('button', { name: 'Delete rule', exact: true }).press('Enter');
  await panel.getByText('No rule yet.').waitFor();
  expect(await panel.locator('[data-alert-id]').count()).toBe(1);
});

test('who may only watch sees alerts, rules and regions, and nothing to change them with', async () => {
  const token = 'the-right-token';
  const shared = await startCrowdlens({
    env: { OPERATOR_TOKEN: token, ANONYMOUS_ROLE: 'viewer' },
  });
  try {
    const asOperator = { url: shared.url, token };
    const { play } = await queryData<{ play: { regions: { id: string }[] } }>(
      asOperator,
      'mutation { play(input: { uri: "demo:crowd" }) { regions { id } } }',
    );
    const rule = { name: 'Crowded', regionId: play.regions[0]!.id, kind: 'OCCUPANCY' };
    await queryData(
      asOperator,
      'mutation ($input: CreateAlertRuleInput!) { createAlertRule(input: $input) { id } }',
      { input: { ...rule, minLevel: 'MIN', forSeconds: 0 } },
    );
    expect(await controlsAt(`${shared.url}/watch#access_token=${token}`)).toEqual([
      'Edit regions',
      'As GraphQL: Alerts',
      'Acknowledge Crowded',
      'As GraphQL: Rules',
      'Add rule',
      'Edit rule Crowded',
      'Delete rule Crowded',
    ]);
    expect(await controlsAt(`${shared.url}/watch`)).toEqual([
      'As GraphQL: Alerts',
      'As GraphQL: Rules',
    ]);
  } finally {
    await shared.close();
  }
});

/** What can be pressed beside an alert and a rule, and to edit regions, once the page knows who looks at it. */
async function controlsAt(url: string): Promise<string[]> {
  const visitor = await openPage(browser, url);
  const alerts = visitor.getByRole('region', { name: 'Alerts' });
  await alerts.locator('[data-alert-id]').waitFor();
  await alerts.getByText('Crowded').nth(1).waitFor();
  await visitor.waitForLoadState('networkidle');
  const editor = visitor.getByRole('button', { name: 'Edit regions' });
  const buttons = await alerts.getByRole('button').or(editor).all();
  const names = await Promise.all(
    buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? button.innerText()),
  );
  await visitor.context().close();
  return names.map((name) => name.trim());
}
