import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** How somebody sees the page, and what they press its buttons with. */
export interface Person {
  readonly screen: { readonly width: number; readonly height: number };
  readonly by: 'pointer' | 'keyboard';
}

/** For `describe.each`: a phone and a desk, each by pointer and by keyboard. */
export const PEOPLE: readonly (readonly [string, Person])[] = [
  ['by pointer on a phone', { screen: PHONE, by: 'pointer' }],
  ['by keyboard on a phone', { screen: PHONE, by: 'keyboard' }],
  ['by pointer at a desk', { screen: DESK, by: 'pointer' }],
  ['by keyboard at a desk', { screen: DESK, by: 'keyboard' }],
];

/** More than any page has. */
const MOST_STOPS = 150;

/** A page of this person's browser. */
export async function openFor(
  browser: Browser,
  { screen, by }: Person,
  url: string,
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: screen,
    hasTouch: screen === PHONE && by === 'pointer',
    permissions: ['camera', 'microphone'],
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Presses a button or a link: with the pointer, or by the Tab key until it has the focus, and Enter. */
export async function press({ by }: Person, control: Locator): Promise<void> {
  if (by === 'pointer') return control.click();
  await tabTo(control);
  return control.page().keyboard.press('Enter');
}

/** Chooses in a list: with the pointer, or by the Tab key and the beginning of the words. */
export async function choose({ by }: Person, list: Locator, words: string): Promise<void> {
  if (by === 'pointer') {
    await list.selectOption({ label: words });
    return;
  }
  await tabTo(list);
  await list.page().keyboard.type(words);
}

/** Goes from stop to stop, as somebody does who has no pointer. */
export async function tabTo(control: Locator): Promise<void> {
  const page = control.page();
  await control.and(page.locator(':not(:disabled)')).waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${control.toString()}.`);
}

/** What has the focus is something on the page, not the page as a whole. */
export async function untilFocused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement !== document.body);
}

/** How many pixels of the page's content are beyond the right border of the screen. */
export function sticksOutBy(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
