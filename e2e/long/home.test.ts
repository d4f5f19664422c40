import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { play, queryData } from '../support/crowdlens.js';
import { untilFramesAdvance } from '../support/pages.js';
import {
  DESK,
  openFor,
  PEOPLE,
  PHONE,
  press,
  sticksOutBy,
  tabTo,
  untilFocused,
} from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens();

test.each([
  ['/watch', 'No presenter yet', 'link', 'Present here'],
  ['/watch/nowhere', 'There is no such broadcast', 'button', 'Try the demo crowd'],
  ['/present', 'Nothing yet. Events come when', 'button', 'Use the demo crowd'],
  ['/events', 'Nothing yet. Events come when', 'button', 'Filter'],
  ['/recordings', 'operators find “Record”', 'link', 'Watch'],
  ['/recordings/nothing', 'There is no such recording', 'link', 'All recordings'],
  ['/nowhere/at/all', 'Check the address', 'link', 'Home page'],
] as const)('where %s is empty, it says what to do', async (path, words, role, name) => {
  const page = await openFor(run.browser, { screen: DESK, by: 'pointer' }, run.server.url + path);
  for (const screen of [DESK, PHONE]) {
    await page.setViewportSize(screen);
    await page.getByText(words).first().waitFor();
    await page.getByRole(role, { name, exact: true }).first().waitFor();
    expect(await sticksOutBy(page)).toBe(0);
  }
  await page.context().close();
});

describe.each(PEOPLE)('while nothing is live, %s', (_who, person) => {
  let page: Page;

  beforeAll(async () => {
    page = await openFor(run.browser, person, run.server.url);
  });
  afterAll(() => page.context().close());

  test('the home page offers three ways, and one comes back from each', async () => {
    await page.locator('.choice').nth(2).waitFor();
    expect(await sticksOutBy(page)).toBe(0);

    await press(person, page.getByRole('link', { name: /^Go live/ }));
    await page.getByRole('heading', { name: 'Network' }).waitFor();
    await untilFocused(page);
    await page.goBack();

    await press(person, page.locator('.choice', { hasText: 'Watch' }));
    await page.getByText('No presenter yet').waitFor();
    await press(person, page.getByRole('link', { name: 'Present here' }));
    await page.getByRole('heading', { name: 'Network' }).waitFor();
    await untilFocused(page);

    await press(person, page.getByRole('link', { name: 'Crowdlens' }));
    await page.getByRole('heading', { name: 'See the crowd, live.' }).waitFor();
  });

  test('the demo crowd is one press away; when it ends the ways are offered again', async () => {
    await press(person, page.getByRole('button', { name: /^Try the demo crowd/ }));
    await untilFramesAdvance(page, 5);
    await untilFocused(page);
    expect(await sticksOutBy(page)).toBe(0);
    await stop('main');
    await page.getByRole('button', { name: /^Try the demo crowd/ }).waitFor();
  });

  test('a wrong address leads to what is on air, and where that ends the demo crowd is offered', async () => {
    await page.goto(`${run.server.url}/watch/nowhere`);
    await page.getByText('There is no such broadcast').waitFor();
    await play(run.server, 'demo:crowd', 'gate');
    await press(person, page.getByRole('link', { name: 'On air now: gate' }));
    await untilFramesAdvance(page, 5);
    await stop('gate');
    await press(person, page.getByRole('button', { name: 'Try the demo crowd' }));
    await untilFramesAdvance(page, 5);
    await untilFocused(page);
    expect(new URL(page.url()).pathname).toBe('/watch/gate');
    await stop('gate');
  });
});

test('the home page shows what is on air and what comes after it, without being loaded anew', async () => {
  await play(run.server, 'demo:crowd', 'gate');
  const page = await openFor(run.browser, { screen: DESK, by: 'keyboard' }, run.server.url);
  await untilFramesAdvance(page, 5);
  await page.getByTestId('broadcast-state').getByText('Live').waitFor();
  await page
    .getByText(/Occupancy|Fluidity/)
    .first()
    .waitFor();
  await stop('gate');
  await tabTo(page.getByRole('link', { name: /^Go live/ }));
  await play(run.server, 'demo:crowd', 'pier');
  await untilFramesAdvance(page, 5);
  await untilFocused(page);
  await stop('pier');
  await page.getByRole('link', { name: /^Go live/ }).waitFor();
  await page.context().close();
});

function stop(broadcastId: string): Promise<unknown> {
  return queryData(run.server, 'mutation ($id: ID!) { stop(broadcastId: $id) { state } }', {
    id: broadcastId,
  });
}
