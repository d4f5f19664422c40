import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../../scripts/firefox.mjs';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { launchFirefox, type Firefox } from '../support/firefox.js';

const path = findFirefox();
if (path === undefined) {
  console.warn('SKIPPED: Firefox is missing. Debian: sudo apt-get install firefox-esr');
}

describe.skipIf(path === undefined)('the viewer in Firefox', () => {
  let server: Crowdlens;
  let firefox: Firefox;

  beforeAll(async () => {
    server = await startCrowdlens();
    await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
    firefox = await launchFirefox(path!);
  });

  afterAll(async () => {
    await firefox?.close();
    await server?.close();
  });

  test('the first picture, the chart and events come', async () => {
    await firefox.open(`${server.url}/watch`);
    const width = `new Promise((resolve) => {
      const video = document.querySelector('video');
      const look = () => video.videoWidth > 0 && resolve(video.videoWidth);
      video.addEventListener('resize', look);
      look();
    })`;
    expect(await firefox.evaluate(width)).toBe(640);
    await firefox.evaluate(untilSeen('.chart canvas'));
    await firefox.evaluate(untilSeen('[data-event-id]'));
  });
});

/** An expression that is fulfilled when there is such an element. */
function untilSeen(selector: string): string {
  return `new Promise((resolve) => {
    const look = () => document.querySelector('${selector}') && resolve(true);
    new MutationObserver(look).observe(document, { subtree: true, childList: true });
    look();
  })`;
}
