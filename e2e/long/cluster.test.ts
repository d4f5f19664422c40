import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Audience } from '../chaos/Audience.js';
import { EventWitness } from '../chaos/EventWitness.js';
import { startBalancer } from '../support/balancer.js';
import { demoCrowdCamera, launchChromium } from '../support/browser.js';
import { queryData, type Crowdlens } from '../support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from '../support/pages.js';
import { canCluster, startTwo } from '../support/twoServers.js';

const KILLS = 6;
/** A region in which nearly every change is an event. */
const PLAY = `mutation {
  updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 5, occupancyLevelMed: 6, occupancyLevelMax: 7, occupancyNumFramesToEvent: 1 } }) { id }
  play(input: { uri: "demo:crowd?width=320&height=240" }) { id }
}`;

const VIEWERS = 6;
const BROADCAST = '{ broadcast { state source viewerCount startedAt } }';
const RECORDINGS = '{ recordings { edges { node { ending bytes } } } }';
const PUT_REGION = `mutation {
  updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 11 } }) { id }
}`;

describe.skipIf(!canCluster)('two servers', () => {
  test('that are killed in turn lose no event and double none, and what is on the air goes on', async () => {
    const { servers, enter } = await startTwo();
    await queryData(servers[0]!, PLAY);
    const witnesses = servers.map(({ url }) => new EventWitness(url));

    const backAfterMs: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const [leader, other] = kill % 2 === 0 ? [0, 1] : [1, 0];
      await heardMore(witnesses[other]!, 5);
      await servers[leader]!.stop('SIGKILL');
      const killedAt = performance.now();
      await heardMore(witnesses[other]!, 1);
      backAfterMs.push(Math.round(performance.now() - killedAt));
      await enter(leader);
    }
    console.log('first event after a kill, ms:', backAfterMs.join(' '));

    await heardMore(witnesses[0]!, 5);
    await heardMore(witnesses[1]!, 5);
    for (const witness of witnesses) {
      const { told } = witness;
      expect(told).toEqual(told.map((_, n) => told[0]! + n));
      const written = await witness.written();
      expect(written).toEqual(written.map((_, n) => 1 + n));
      await witness.close();
    }
  });

  test.for([
    ['SIGKILL', 'SERVER_LOST'],
    ['SIGTERM', 'STOPPED'],
  ] as const)(
    'one of which ends by %s: presenter, detector and viewers stay connected, and hear of no change',
    async ([signal, ending]) => {
      const { servers, enter } = await startTwo({ mediaServers: 2 });
      const [first, second] = servers as [Crowdlens, Crowdlens];
      const audience = new Audience({ url: second.url, viewers: VIEWERS, presents: true });
      onTestFinished(() => audience.close());
      await audience.joined();
      await audience.playing();
      await queryData(second, 'mutation { startRecording(input: {}) { id } }');
      const before = await queryData(second, BROADCAST);
      expect(before).toMatchObject({ broadcast: { state: 'LIVE', viewerCount: VIEWERS } });

      await first.stop(signal);
      await audience.playing();
      expect(await queryData(second, BROADCAST)).toEqual(before);
      await expect
        .poll(() => queryData(second, RECORDINGS))
        .toMatchObject({
          recordings: { edges: [{ node: { ending } }, { node: { ending: null } }] },
        });
      // The regions are those of the detector that goes on: another one takes its place without a gap.
      await queryData(second, PUT_REGION);
      await audience.playing();

      await enter(0);
      await second.stop(signal);
      await audience.playing();
      expect(await queryData(servers[0]!, BROADCAST)).toEqual(before);
      const sessions = (await audience.count()).map((viewer) => viewer.sessions);
      expect(sessions).toEqual(Array.from({ length: VIEWERS }, () => 1));
    },
  );

  test('one of which is killed: presenter and viewer see it in the page, but not in the picture', async () => {
    const { servers, ports } = await startTwo();
    const balancer = await startBalancer(ports);
    onTestFinished(() => balancer.close());
    const browser = await launchChromium(demoCrowdCamera());
    onTestFinished(() => browser.close());
    const presenter = await openPage(browser, `${balancer.url}/present`);
    await presenter.getByRole('button', { name: 'Go live' }).click();
    const viewer = await openPage(browser, `${balancer.url}/watch`);
    await untilFramesAdvance(viewer, 10);
    const pages = [presenter, viewer];
    const streams = await Promise.all(pages.map(streamOf));

    await servers[0]!.stop('SIGKILL');
    await viewer.getByText('Connection lost').waitFor();
    await viewer.getByText(/Connected again/).waitFor();
    await untilFramesAdvance(viewer, 50);
    await presenter.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await Promise.all(pages.map(streamOf))).toEqual(streams);
  });
});

/** Names the stream that a page shows. */
function streamOf(page: Page): Promise<string> {
  return processedStream(page).evaluate(
    (video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]!.id,
  );
}

async function heardMore(witness: EventWitness, count: number): Promise<void> {
  const wanted = witness.told.length + count;
  await expect.poll(() => witness.told.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(wanted);
}
