import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { demoCrowdCamera, launchChromium } from './browser.js';
import { play, startCrowdlens, type Crowdlens, type CrowdlensOptions } from './crowdlens.js';

/** What the tests of a file share, from the first test to the last. */
export interface Run {
  /** A test that ends it puts the next one here. */
  server: Crowdlens;
  readonly browser: Browser;
}

export interface RunOptions extends CrowdlensOptions {
  /** Makes ready what the server wants to find, and says where it is. */
  readonly prepare?: () => Promise<CrowdlensOptions>;
  /** What the server plays from the start. */
  readonly play?: string;
  /** Whether the browser has a camera, which shows the demo crowd. */
  readonly camera?: boolean;
  /** More of the browser's command line. */
  readonly browserArgs?: readonly string[];
}

/** A server and a Chromium for the tests of this file: started before the first, closed after the last. */
export function useCrowdlens(options: RunOptions = {}): Run {
  const run: { server?: Crowdlens; browser?: Browser } = {};

  beforeAll(async () => {
    run.server = await startCrowdlens({ ...options, ...(await options.prepare?.()) });
    if (options.play !== undefined) await play(run.server, options.play);
    run.browser = await launchChromium(
      options.camera ? demoCrowdCamera() : undefined,
      options.browserArgs,
    );
  });

  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.log(`The server wrote:\n${run.server?.output()}`);
  });

  afterAll(async () => {
    await run.browser?.close();
    await run.server?.close();
  });

  return run as Run;
}
