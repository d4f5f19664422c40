import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { play, queryData, startCrowdlens } from '../support/crowdlens.js';
import { openPage } from '../support/pages.js';
import { openFor, PEOPLE, press } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';
import { preparePast } from '../support/writePast.js';

const run = useCrowdlens({
  // Of it, the regions are what matters here.
  prepare: () => preparePast(1, Date.now()),
});
let page: Page;
let panel: Locator;

beforeAll(async () => {
  page = await openPage(run.browser, `${run.server.url}/watch`);
  panel = alertsOf(page);
});

test('a rule is made by keys, for certain hours, and changed with the pointer', async () => {
  await panel.getByText('No alert yet.').waitFor();
  await panel.getByRole('button', { name: 'Add rule' }).press('Enter');
  await page.keyboard.type('Too full');
  const form = panel.getByRole('form', { name: 'New rule' });
  await form.getByRole('combobox', { name: 'Region' }).selectOption('Plaza');
  await form.getByRole('combobox', { name: 'From level' }).selectOption('low');
  await form.getByRole('spinbutton', { name: 'Lasting at least, s' }).fill('0');
  await form.getByRole('spinbutton', { name: 'Then quiet for, s' }).fill('0');
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
    run.server,
    '{ alertRules { regionId name kind minLevel forSeconds cooldownSeconds activeHours { periods { from to } } } }',
  );
  const activeHours = { periods: [{ from: '00:00', to: '24:00' }] };
  const condition = { kind: 'OCCUPANCY', minLevel: 'MIN', forSeconds: 0, cooldownSeconds: 0 };
  expect(alertRules).toEqual([{ regionId: 'plaza', name: 'Crowded', ...condition, activeHours }]);
});

test.each(PEOPLE)(
  'an alert is counted on the picture, leads to the list, is acknowledged %s, and ends',
  async (_who, person) => {
    const other = await openFor(run.browser, person, `${run.server.url}/watch`);
    await play(run.server, 'demo:crowd');
    await press(person, other.getByRole('button', { name: '1 open alert' }));
    await alertsOf(other).and(other.locator(':focus')).waitFor();
    const alert = other.locator('[data-alert-id]').first();
    await press(person, alert.getByRole('button', { name: 'Acknowledge Crowded' }));
    await alert.getByText(/^Acknowledged .*at/).waitFor();
    await queryData(run.server, 'mutation { stop { state } }');
    await alert.getByText('off the air').waitFor();
    await other.getByRole('button', { name: '1 open alert' }).waitFor({ state: 'detached' });
    await other.context().close();
  },
);

test('a rule is deleted, its alerts stay', async () => {
  await panel.getByRole('button', { name: 'Delete rule Crowded' }).click();
  await page.getByRole('button', { name: 'Delete rule', exact: true }).press('Enter');
  await panel.getByText('No rule yet.').waitFor();
  expect(await panel.locator('[data-alert-id]').count()).toBe(PEOPLE.length);
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

function alertsOf(visited: Page): Locator {
  return visited.getByRole('region', { name: 'Alerts' });
}

/** What can be pressed beside an alert and a rule, and to edit regions, once the page knows who looks at it. */
async function controlsAt(url: string): Promise<string[]> {
  const visitor = await openPage(run.browser, url);
  const alerts = alertsOf(visitor);
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
