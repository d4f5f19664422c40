import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { loadViewer, type Load } from '../support/loadViewer.js';

const LOADS = 10;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

let server: Crowdlens;
let browser: Browser;

beforeAll(async () => {
  server = await startCrowdlens();
  browser = await launchChromium();
  await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('the viewer on %s is quick and small, and does not jump', async (where, viewport) => {
  const loads: Load[] = [];
  for (let i = 0; i < LOADS; i++) {
    // A context of its own has an empty cache.
    const context = await browser.newContext({ viewport });
    loads.push(await loadViewer(await context.newPage(), server));
    await context.close();
  }
  const median = (key: keyof Load) =>
    loads.map((load) => load[key]).sort((a, b) => a - b)[LOADS / 2]!;
  console.log(`The first picture on ${where} came after ${median('firstPictureMs')} ms (median)`);
  // Over loopback, with a machine that has nothing else to do.
  expect(median('firstPictureMs')).toBeLessThanOrEqual(1500);
  expect(median('scriptBytes')).toBeLessThanOrEqual(80_000);
  expect(Math.max(...loads.map(({ layoutShift }) => layoutShift))).toBeLessThanOrEqual(0.02);
});
