import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { CrowdlensClient as Client } from '@crowdlens/client';
import { build, type Rolldown } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { queryData } from './support/crowdlens.js';
import { openPage, untilFramesAdvance } from './support/pages.js';
import { servePages } from './support/pageServer.js';
import { useCrowdlens } from './support/useCrowdlens.js';

const run = useCrowdlens({ prepare: preparePages, camera: true });

/** What the package whip-whep looks like to a page. */
interface WhipPage {
  WHIPClient: new () => {
    publish(peer: RTCPeerConnection, url: string): Promise<void>;
    stop(): Promise<void>;
  };
  WHEPClient: new () => { view(peer: RTCPeerConnection, url: string): Promise<void> };
  stop(): Promise<void>;
}

/** What `@crowdlens/client` looks like to a page. */
interface ClientPage {
  CrowdlensClient: typeof Client;
  /** Breaks off its newest WebSocket. */
  cut: () => Promise<void>;
}

const require = createRequire(import.meta.url);
const WHIP_PAGE = `<!doctype html>
<video aria-label="Processed stream" autoplay muted></video>
<script type="module">
  import { WHIPClient } from './whip.js';
  import { WHEPClient } from './whep.js';
  Object.assign(window, { WHIPClient, WHEPClient });
</script>`;
const CLIENT_PAGE = `<!doctype html>
<script type="module">
  import { CrowdlensClient } from './client.js';
  Object.assign(window, { CrowdlensClient });
</script>`;

let pages: Awaited<ReturnType<typeof servePages>>;

async function preparePages() {
  pages = await servePages({
    '/whip.html': WHIP_PAGE,
    '/client.html': CLIENT_PAGE,
    '/client.js': await bundleClient(),
    '/whip.js': await readFile(require.resolve('whip-whep/whip.js'), 'utf8'),
    '/whep.js': await readFile(require.resolve('whip-whep/whep.js'), 'utf8'),
  });
  return { env: { ALLOWED_ORIGINS: pages.origin } };
}
afterAll(() => pages?.close());

test('our client sends commands and loses no event to a broken connection', async () => {
  const page = await run.browser.newPage();
  const sockets: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.exposeFunction('cut', () => sockets.at(-1)?.close());
  await page.goto(`${pages.origin}/client.html`);
  const sequences = await page.evaluate(async (url) => {
    const { CrowdlensClient, cut } = window as unknown as ClientPage;
    const client = new CrowdlensClient({ url });
    await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
    const seen: number[] = [];
    for await (const { event } of client.crowdEvents()) {
      seen.push(event!.sequence);
      if (seen.length === 2) await cut();
      if (seen.length === 4) break;
    }
    await client.close();
    return seen;
  }, run.server.url);
  expect(sequences).toEqual([1, 2, 3, 4]);
  expect(sockets).toHaveLength(2);
});

test('a WHIP client presents and a WHEP client watches', async () => {
  const camera = await openPage(run.browser, `${pages.origin}/whip.html`);
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
  }, `${run.server.url}/whip/main`);

  const viewer = await openPage(run.browser, `${pages.origin}/whip.html`);
  await viewer.evaluate(async (url) => {
    const { WHEPClient } = window as unknown as WhipPage;
    const peer = new RTCPeerConnection();
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.addEventListener('track', ({ streams: [stream] }) => {
      document.querySelector('video')!.srcObject = stream!;
    });
    await new WHEPClient().view(peer, url);
  }, `${run.server.url}/whep/main`);
  await untilFramesAdvance(viewer, 25);

  const state = '{ broadcast { state source viewerCount } }';
  expect(await queryData(run.server, state)).toEqual({
    broadcast: { state: 'LIVE', source: 'PRESENTER', viewerCount: 1 },
  });
  await camera.evaluate(() => (window as unknown as WhipPage).stop());
  expect(await queryData(run.server, state)).toMatchObject({ broadcast: { state: 'INTERRUPTED' } });
});

/** The package as one script, as a bundler of its users makes it. */
async function bundleClient(): Promise<string> {
  const entry = require.resolve('@crowdlens/client');
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'client' } },
  });
  const { output } = [made].flat()[0] as Rolldown.RolldownOutput;
  return output[0].code;
}
