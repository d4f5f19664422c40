// Takes the README's picture from the running product: `npm run build && node scripts/screenshot.mjs`.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-'));
const server = spawn(process.execPath, ['apps/server/dist/main.js'], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  const url = await readyUrl();
  await graphql(
    url,
    `
      mutation {
        setRegionsOfInterest(
          input: {
            regions: [
              {
                id: "shops"
                name: "Shops"
                color: "#f5b02e"
                config: { sendOpticalFlowEvent: true }
                points: [
                  { x: 0.02, y: 0.22 }
                  { x: 0.98, y: 0.22 }
                  { x: 0.98, y: 0.5 }
                  { x: 0.02, y: 0.5 }
                ]
              }
              {
                id: "square"
                name: "Square"
                color: "#3fbfa0"
                config: { sendOpticalFlowEvent: true }
                points: [
                  { x: 0.02, y: 0.54 }
                  { x: 0.98, y: 0.54 }
                  { x: 0.98, y: 0.98 }
                  { x: 0.02, y: 0.98 }
                ]
              }
            ]
          }
        ) {
          revision
        }
        play(input: { uri: "demo:crowd?width=960&height=720&seed=1" }) {
          state
        }
      }
    `,
  );
  browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1010 } });
  await page.goto(`${url}/watch`);
  // Long enough for groups to stand, and for lines in the charts.
  await page.waitForFunction(() => document.querySelector('video').currentTime > 24, undefined, {
    timeout: 90_000,
  });
  await page.screenshot({ path: 'docs/watch.jpg', type: 'jpeg', quality: 80 });
} finally {
  await browser?.close();
  server.kill();
  await rm(dataDir, { recursive: true, force: true });
}

async function readyUrl() {
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /^Crowdlens is ready: (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error('The server did not start; is it built?');
}

async function graphql(url, query) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
}
