import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';

/** A page of its own context, as another person's browser is. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1280, height: 1100 },
    permissions: ['camera', 'microphone'],
  });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Pictures that the processed stream has shown so far. */
function framesShown(page: Page | Frame): Promise<number> {
  return processedStream(page).evaluate(
    (video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames,
  );
}

/** Resolves when the processed stream has shown `count` more pictures. */
export async function untilFramesAdvance(page: Page | Frame, count: number): Promise<void> {
  const before = await framesShown(page);
  await page.waitForFunction(
    ([label, target]) => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`);
      return (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) >= target;
    },
    [STREAM, before + count] as const,
  );
}

export function processedStream(page: Page | Frame) {
  return page.getByLabel(STREAM);
}

const STREAM = 'Processed stream';
