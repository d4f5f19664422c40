import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Audience } from '../chaos/Audience.js';
import { chromiumAt } from '../chaos/chromiumAt.js';
import { mediaServerAt } from '../chaos/mediaServerAt.js';
import { Network } from '../chaos/Network.js';
import { play, queryData, startCrowdlens } from '../support/crowdlens.js';
import { openPage, untilFramesAdvance } from '../support/pages.js';

const VIEWERS = 20;
const SOURCE = 'demo:crowd?width=320&height=240';
const BLACKOUT_MS = 10_000;
const RECOVERY_S = 5;

if (!Network.isPossible) console.warn('Network namespaces want root: their tests are left out.');

test.runIf(Network.isPossible)(
  'when one of two hosts with media servers is cut off, its viewers go on at the other',
  async () => {
    const network = new Network();
    onTestFinished(() => network.close());
    const [staying, leaving] = [network.addHost(), network.addHost()];
    const atStaying = await mediaServerAt(staying);
    onTestFinished(() => atStaying.close());
    const atLeaving = await mediaServerAt(leaving);
    onTestFinished(() => atLeaving.close());
    const server = await startCrowdlens({
      env: { KURENTO_URL: `${atStaying.url},${atLeaving.url}` },
    });
    onTestFinished(() => server.close());
    await play(server, SOURCE);
    const audience = new Audience({ url: server.url, viewers: VIEWERS, bind: network.address });
    onTestFinished(() => audience.close());
    await audience.joined();
    await audience.playing();

    leaving.cut();
    const begin = performance.now();
    await audience.playing();
    console.log(
      `all play again ${((performance.now() - begin) / 1000).toFixed(1)} s after the cut`,
    );
    const sessions = (await audience.count()).map((viewer) => viewer.sessions);
    expect(sessions.filter((number) => number === 1)).toHaveLength(VIEWERS / 2);
    expect(await queryData(server, '{ broadcast { state viewerCount } }')).toEqual({
      broadcast: { state: 'LIVE', viewerCount: VIEWERS },
    });
    leaving.mend();
  },
);

test.runIf(Network.isPossible)(
  'a page whose network is gone for ten seconds keeps its last picture, then goes on without a click',
  async () => {
    const network = new Network();
    onTestFinished(() => network.close());
    const host = network.addHost();
    const server = await startCrowdlens({ env: { HOST: network.address, INSECURE: '1' } });
    onTestFinished(() => server.close());
    await play(server, SOURCE);
    const browser = await chromiumAt(host);
    onTestFinished(() => browser.close());
    const page = await openPage(browser, `${server.url}/watch`);
    await untilFramesAdvance(page, 25);

    const still = page.locator('.stage canvas');
    const blackout = pause(BLACKOUT_MS);
    host.cut();
    await page.getByText('The picture has stopped').waitFor();
    expect(await still.isVisible()).toBe(true);
    await blackout;
    host.mend();
    const begin = performance.now();
    await untilFramesAdvance(page, 10);
    const seconds = (performance.now() - begin) / 1000;
    console.log(`the page plays again ${seconds.toFixed(1)} s after the cut was mended`);
    expect(seconds).toBeLessThanOrEqual(RECOVERY_S);
    await still.waitFor({ state: 'hidden' });
    await page.getByText(/Connected again, \d+ events? recovered/).waitFor();
  },
);
