import { expect, test } from 'vitest';
import { loadViewer, type Load } from '../support/loadViewer.js';
import { DESK, PHONE } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens({ play: 'demo:crowd' });

const LOADS = 10;

test.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('the viewer on %s is quick and small, and does not jump', async (where, viewport) => {
  const loads: Load[] = [];
  for (let i = 0; i < LOADS; i++) {
    // A context of its own has an empty cache.
    const context = await run.browser.newContext({ viewport });
    loads.push(await loadViewer(await context.newPage(), run.server));
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
