import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage } from '../support/pages.js';
import { openRawViewers, untilFramesReceived } from '../support/rawViewers.js';

const ROUNDS = 24;
const VIEWERS = 6;

let server: Crowdlens;
let browser: Browser;

beforeAll(async () => {
  server = await startCrowdlens();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('viewers come and go, sources and regions change, and memory stays where it was', async () => {
  const used: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 4 === 0) await restartSource(round);
    const page: Page = await openPage(browser, `${server.url}/watch/nobody`);
    await openRawViewers(page, VIEWERS);
    await untilFramesReceived(page, 10);
    await editRegions(round);
    await untilFramesReceived(page, 25);
    await page.context().close();
    used.push(residentMiB(server.process.pid!));
  }
  // The first rounds fill caches; after them nothing may grow with the number of rounds.
  const early = median(used.slice(ROUNDS / 4, ROUNDS / 2));
  const late = median(used.slice(-ROUNDS / 4));
  console.log(JSON.stringify({ residentMiB: used, early, late }));
  expect(late).toBeLessThan(early * 1.15);
  expect(server.output()).not.toMatch(/"level":(50|60)/);
});

async function restartSource(round: number): Promise<void> {
  await queryData(server, 'mutation { stop { state } }');
  await queryData(server, 'mutation ($uri: String!) { play(input: { uri: $uri }) { state } }', {
    uri: `demo:crowd?seed=${round}`,
  });
}

async function editRegions(round: number): Promise<void> {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0.5, y: 0.3 + 0.02 * round },
  ];
  const regions = [{ id: 'soak', points }];
  await queryData(
    server,
    `mutation ($regions: [RegionOfInterestInput!]!) {
       setRegionsOfInterest(input: { regions: $regions }) { revision } }`,
    { regions },
  );
}

/** Of a process and all its children, as the kernel counts it. */
function residentMiB(pid: number): number {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const sum = (of: number): number =>
    table
      .filter(([, parent]) => parent === of)
      .reduce((total, [child]) => total + sum(child), table.find(([id]) => id === of)?.[2] ?? 0);
  return Math.round(sum(pid) / 1024);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
