import { MediaServer } from '@crowdlens/media-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCrowdCamera, launchChromium } from './support/browser.js';
import { bundleKurento } from './support/kurentoBundle.js';
import { servePages } from './support/pageServer.js';

/** What the browser's scripts of Kurento look like to a page, as far as the tutorial uses them. */
interface KurentoPage {
  kurentoClient: {
    (uri: string): Promise<KurentoClient>;
    getComplexType(name: string): (value: object) => object;
  };
  kurentoUtils: {
    WebRtcPeer: {
      WebRtcPeerSendrecv(
        options: object,
        done: (this: TutorialPeer, error?: Error) => void,
      ): object;
    };
  };
  events: { type: string; roiId: string; roiID: string }[];
}
interface KurentoClient {
  create(type: string, options?: object): Promise<KurentoElement>;
}
interface KurentoElement {
  create(type: string, options?: object): Promise<KurentoElement>;
  connect(sink: KurentoElement): Promise<void>;
  on(event: string, listener: (event: never) => void): void;
  processOffer(offer: string): Promise<string>;
  gatherCandidates(): Promise<void>;
  addIceCandidate(candidate: object): Promise<void>;
}
interface TutorialPeer {
  generateOffer(done: (error: Error | null, offer: string) => void): void;
  processAnswer(answer: string, done: (error?: Error) => void): void;
  addIceCandidate(candidate: object): void;
  on(event: string, listener: (candidate: object) => void): void;
}

let server: MediaServer;
let pages: Awaited<ReturnType<typeof servePages>>;
let browser: Browser;

beforeAll(async () => {
  server = await MediaServer.create({ port: 0 });
  pages = await servePages({
    '/': '<!doctype html><video id="remote" autoplay muted></video><script src="/kurento.js"></script>',
    '/kurento.js': await bundleKurento(),
  });
  browser = await launchChromium(demoCrowdCamera());
});

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.close();
});

test('the crowd detector tutorial loops the camera through the filter, straight from the page', async () => {
  const page = await browser.newPage();
  await page.goto(pages.origin);
  await page.evaluate(startTutorial, server.url);

  await page.waitForFunction(() => {
    const video = document.querySelector('video')!;
    return video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 50;
  });
  await page.waitForFunction(() => (window as never as KurentoPage).events.length > 0);
  const events = await page.evaluate(() => (window as never as KurentoPage).events);
  expect(events[0]).toMatchObject({ roiId: 'all', roiID: 'all' });
  await page.close();
});

/** The browser side of Kurento's crowd detector tutorial, in our own words. Runs in the page. */
async function startTutorial(uri: string): Promise<void> {
  const page = window as never as KurentoPage;
  const { kurentoClient, kurentoUtils } = page;
  page.events = [];
  const client = await kurentoClient(uri);
  const pipeline = await client.create('MediaPipeline');
  const endpoint = await pipeline.create('WebRtcEndpoint');
  const complex = (name: string, value: object) =>
    kurentoClient.getComplexType(`crowddetector.${name}`)(value);
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const region = complex('RegionOfInterest', {
    id: 'all',
    points: corners.map(([x, y]) => complex('RelativePoint', { x, y })),
    regionOfInterestConfig: complex('RegionOfInterestConfig', {
      occupancyLevelMin: 5,
      occupancyLevelMed: 35,
      occupancyLevelMax: 65,
      occupancyNumFramesToEvent: 5,
      fluidityLevelMin: 10,
      fluidityLevelMed: 35,
      fluidityLevelMax: 65,
      fluidityNumFramesToEvent: 5,
      sendOpticalFlowEvent: false,
      opticalFlowNumFramesToEvent: 3,
      opticalFlowNumFramesToReset: 3,
      opticalFlowAngleOffset: 0,
    }),
  });
  const filter = await pipeline.create('crowddetector.CrowdDetectorFilter', { rois: [region] });
  for (const type of ['CrowdDetectorOccupancy', 'CrowdDetectorFluidity']) {
    filter.on(type, (event) => page.events.push(event));
  }
  await endpoint.connect(filter);
  await filter.connect(endpoint);

  const offer = await new Promise<{ peer: TutorialPeer; sdp: string }>((resolve, reject) => {
    kurentoUtils.WebRtcPeer.WebRtcPeerSendrecv(
      {
        remoteVideo: document.querySelector('video'),
        mediaConstraints: { video: { width: 640, height: 480 }, audio: true },
        configuration: { iceServers: [] },
      },
      function (error) {
        if (error) return reject(error);
        this.on('icecandidate', (candidate) => void endpoint.addIceCandidate(candidate));
        this.generateOffer((failure, sdp) =>
          failure ? reject(failure) : resolve({ peer: this, sdp }),
        );
      },
    );
  });
  endpoint.on('IceCandidateFound', ({ candidate }: { candidate: object }) =>
    offer.peer.addIceCandidate(candidate),
  );
  const answer = await endpoint.processOffer(offer.sdp);
  await new Promise<void>((resolve, reject) => {
    offer.peer.processAnswer(answer, (error) => (error ? reject(error) : resolve()));
  });
  await endpoint.gatherCandidates();
}
