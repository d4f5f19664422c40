import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { Crowdlens } from './crowdlens.js';

/** How a viewer's page came up. */
export interface Load {
  /** From the navigation to the first picture of the video. */
  firstPictureMs: number;
  /** Of all scripts that were asked for before it, gzipped. */
  scriptBytes: number;
  /** Cumulative Layout Shift up to some seconds after it (web.dev/cls: 0.1 is good). */
  layoutShift: number;
}

interface Measured {
  firstPicture?: number;
  layoutShift: number;
}

/** Opens the viewer in a page that has not been there yet. */
export async function loadViewer(page: Page, { url }: Pick<Crowdlens, 'url'>): Promise<Load> {
  const sizes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await page.addInitScript(() => {
    const measured: Measured = { layoutShift: 0 };
    Object.assign(window, { measured });
    // Media events do not bubble, but they can be captured.
    document.addEventListener(
      'loadeddata',
      () => (measured.firstPicture ??= performance.now()),
      true,
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
        measured.layoutShift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${url}/watch`);
  // The chart is the last to come; it waits for the picture.
  await page.locator('.chart canvas').first().waitFor();
  const { scripts, firstPicture, layoutShift } = await page.evaluate(() => {
    const { measured } = window as unknown as { measured: Required<Measured> };
    const before = performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime < measured.firstPicture);
    return { scripts: before.map(({ name }) => name), ...measured };
  });
  const bytes = await Promise.all(scripts.map((script) => sizes.get(script) ?? Promise.resolve(0)));
  return {
    firstPictureMs: firstPicture,
    scriptBytes: bytes.reduce((sum, size) => sum + size),
    layoutShift,
  };
}
