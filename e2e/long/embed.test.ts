import type { Frame, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { startCrowdlens } from '../support/crowdlens.js';
import { servePages } from '../support/pageServer.js';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

const OPERATOR_TOKEN = 'the-right-token';

test('what the share dialog gives to copy shows the broadcast in a foreign page, bare and muted', async () => {
  const viewer = await openPage(run.browser, `${run.server.url}/watch`);
  await untilFramesAdvance(viewer, 1);
  await viewer.getByRole('button', { name: 'Share' }).press('Enter');
  const dialog = viewer.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('checkbox', { name: 'Names' }).press('Space');
  const [element, frame] = await Promise.all(
    [/an element$/, /a frame$/].map((name) => dialog.getByRole('textbox', { name }).inputValue()),
  );
  await dialog.getByRole('button', { name: /^Copy: Link/ }).click();
  await dialog.getByText(/Copied|Press Ctrl/).waitFor();
  await viewer.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await viewer.context().close();

  await inForeignPage(`<body style="width: 20rem">${element} ${frame}`, async (page) => {
    const sizes: string[] = [];
    for (const embedded of await untilFrames(page, 2)) {
      expect(decodeURIComponent(embedded.url())).toBe(
        `${run.server.url}/embed/main?overlay=regions,values`,
      );
      await untilFramesAdvance(embedded, 5);
      expect(await embedded.getByRole('navigation').count()).toBe(0);
      const muted = await embedded
        .locator('video')
        .evaluate((video: HTMLVideoElement) => video.muted);
      expect(muted).toBe(true);
      await embedded.locator('polygon.bordered').first().waitFor({ state: 'attached' });
      const { width, height } = (await embedded.locator('.stage').boundingBox())!;
      sizes.push(`${width}x${height}`);
    }
    expect(sizes.sort()).toEqual(['320x240', '640x480']);
  });
});

test('the element follows its attributes', async () => {
  const html = `<script src="${run.server.url}/embed.js"></script>
    <script src="${run.server.url}/embed.js"></script>
    <crowdlens-viewer broadcast="main" controls="0" overlay="none" lang="es"></crowdlens-viewer>`;
  await inForeignPage(html, async (page) => {
    const [frame] = await untilFrames(page, 1);
    await frame!.locator('video').waitFor();
    await frame!.waitForFunction(() => document.documentElement.lang === 'es');
    expect(await frame!.getByRole('button').count()).toBe(0);
    await page
      .locator('crowdlens-viewer')
      .evaluate((viewer) => viewer.setAttribute('broadcast', 'other'));
    await frame!.getByText('No existe').waitFor();
  });
});

test('no other page can be framed', async () => {
  const html = `<iframe src="${run.server.url}/watch"></iframe>`;
  await inForeignPage(html, async (page) => {
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.reload();
    const [frame] = await untilFrames(page, 1);
    expect(frame!.url()).toMatch(/^chrome-error:/);
    expect(refused.join()).toContain("frame-ancestors 'none'");
  });
});

test('where tokens are wanted a share link lets in until it is revoked, and without one the frame says so', async () => {
  const closed = await startCrowdlens({ env: { OPERATOR_TOKEN } });
  try {
    const viewer = await openPage(
      run.browser,
      `${closed.url}/watch#access_token=${OPERATOR_TOKEN}`,
    );
    await viewer.getByText('No presenter yet').waitFor();
    await viewer.getByRole('button', { name: 'Share' }).click();
    const dialog = viewer.getByRole('dialog', { name: 'Share' });
    await dialog.getByRole('textbox', { name: /^For whom/ }).fill('The lobby');
    await dialog.getByRole('button', { name: 'Make a share link' }).click();
    await dialog.getByText('Whoever has it may watch until').waitFor();
    const element = await dialog.getByRole('textbox', { name: /an element$/ }).inputValue();
    expect(element).not.toContain(OPERATOR_TOKEN);
    const wantsLink = async (page: Page) => {
      const [frame] = await untilFrames(page, 1);
      await frame!.getByText('This broadcast wants a share link').waitFor();
    };
    await inForeignPage(element, async (page) => {
      const [frame] = await untilFrames(page, 1);
      await frame!.getByText('No presenter yet').waitFor();
    });
    await inForeignPage(element.replace(/ token="[^"]*"/, ''), wantsLink);
    await dialog.getByRole('button', { name: 'Revoke The lobby' }).press('Enter');
    await dialog.getByText('The lobby: revoked').waitFor();
    expect(await dialog.getByRole('button', { name: /^Revoke/ }).count()).toBe(0);
    await inForeignPage(element, wantsLink);
    await viewer.context().close();
  } finally {
    await closed.close();
  }
});

test('who gives no token is asked for it again only after pressing something', async () => {
  const closed = await startCrowdlens({ env: { OPERATOR_TOKEN } });
  onTestFinished(() => closed.close());
  const page = await openPage(run.browser, closed.url);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  // The page goes on looking for what is on air.
  await page.waitForResponse((response) => response.url().endsWith('/graphql'));
  await page.waitForResponse((response) => response.url().endsWith('/graphql'));
  expect(await dialog.isVisible()).toBe(false);
  await page.keyboard.press('Tab');
  await dialog.waitFor();
});

/** A page of another origin with this content. */
async function inForeignPage(html: string, look: (page: Page) => Promise<void>): Promise<void> {
  const foreign = await servePages({ '/': `<!doctype html><title>Foreign</title>${html}` });
  const page = await openPage(run.browser, foreign.origin);
  try {
    await look(page);
  } finally {
    await page.context().close();
    await foreign.close();
  }
}

/** The frames inside the page, once so many have gone to their address. */
async function untilFrames(page: Page, count: number): Promise<Frame[]> {
  const inner = () => page.frames().filter((frame) => frame !== page.mainFrame());
  while (inner().filter((frame) => !['', 'about:blank'].includes(frame.url())).length < count) {
    await page.waitForEvent('framenavigated');
  }
  return inner();
}
