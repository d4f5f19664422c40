import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCrowdCamera, launchChromium } from './support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from './support/crowdlens.js';
import { openPage, untilFramesAdvance } from './support/pages.js';
import { servePages } from './support/pageServer.js';

/** What the package whip-whep looks like to a page. */
interface WhipPage {
  WHIPClient: new () => {
    publish(peer: RTCPeerConnection, url: string): Promise<void>;
    stop(): Promise<void>;
  };
  WHEPClient: new () => { view(peer: RTCPeerConnection, url: string): Promise<void> };
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const PAGE = `<!doctype html>
<video aria-label="Processed stream" autoplay muted></video>
<script type="module">
  import { WHIPClient } from './whip.js';
  import { WHEPClient } from './whep.js';
  Object.assign(window, { WHIPClient, WHEPClient });
</script>`;

let server: Crowdlens;
let pages: Awaited<ReturnType<typeof servePages>>;
let browser: Browser;

beforeAll(async () => {
  server = await startCrowdlens();
  pages = await servePages({
    '/': PAGE,
    '/whip.js': await readFile(require.resolve('whip-whep/whip.js'), 'utf8'),
    '/whep.js': await readFile(require.resolve('whip-whep/whep.js'), 'utf8'),
  });
  browser = await launchChromium(demoCrowdCamera());
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.close();
});

test('a WHIP client presents and a WHEP client watches, from pages that are not ours', async () => {
  const camera = await openPage(browser, pages.origin);
  await camera.evaluate(async (url) => {
    const { WHIPClient } = window as unknown as WhipPage;
    const peer = new RTCPeerConnection();
    const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    for (const track of media.getTracks()) {
      peer.addTransceiver(track, { direction: 'sendonly', streams: [media] });
    }
    const client = new WHIPClient();
    await client.publish(peer, url);
    Object.assign(window, { stop: () => client.stop() });
  }, `${server.url}/whip/main`);

  const viewer = await openPage(browser, pages.origin);
  await viewer.evaluate(async (url) => {
    const { WHEPClient } = window as unknown as WhipPage;
    const peer = new RTCPeerConnection();
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addEventListener('track', ({ streams: [stream] }) => {
      document.querySelector('video')!.srcObject = stream!;
    });
    await new WHEPClient().view(peer, url);
  }, `${server.url}/whep/main`);
  await untilFramesAdvance(viewer, 25);

  const state = '{ broadcast { state source viewerCount } }';
  expect(await queryData(server, state)).toEqual({
    broadcast: { state: 'LIVE', source: 'PRESENTER', viewerCount: 1 },
  });
  await camera.evaluate(() => (window as unknown as WhipPage).stop());
  expect(await queryData(server, state)).toMatchObject({ broadcast: { state: 'INTERRUPTED' } });
});
