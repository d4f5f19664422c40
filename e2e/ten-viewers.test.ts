import { MediaServer } from '@crowdlens/media-server';
import kurento from 'kurento-client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryData } from './support/crowdlens.js';
import { openPage, untilFramesAdvance } from './support/pages.js';
import {
  framesReceived,
  longestGapMs,
  negotiations,
  openRawViewers,
  untilFramesReceived,
} from './support/rawViewers.js';
import { useCrowdlens } from './support/useCrowdlens.js';

const run = useCrowdlens({
  prepare: async () => {
    mediaServer = await MediaServer.create({ port: 0 });
    return { env: { KURENTO_URL: mediaServer.url } };
  },
  camera: true,
});

const SET_REGION = `mutation ($points: [RelativePointInput!]!) {
  setRegionsOfInterest(input: { regions: [{ id: "edited", points: $points }] }) { revision }
}`;

let mediaServer: MediaServer;
let presenter: Page;
let audience: Page;

beforeAll(async () => {
  presenter = await openPage(run.browser, `${run.server.url}/present`);
  await presenter.getByRole('button', { name: 'Go live' }).click();
  await untilFramesAdvance(presenter, 10);
  audience = await openPage(run.browser, `${run.server.url}/graphql-unused`);
  await openRawViewers(audience, 10);
  await untilFramesReceived(audience, 25);
});

afterAll(() => mediaServer?.close());

test('ten viewers and the mirror share one decoder and one encoder', async () => {
  const dot = await pipelineDot(mediaServer.url);
  expect(dot.match(/label="decoder"/g)).toHaveLength(1);
  expect(dot.match(/label="encoder"/g)).toHaveLength(1);
  expect(dot).toContain('label="stream to 11"');
});

test('an edit of the regions leaves no viewer without pictures and renegotiates nobody', async () => {
  const from = await framesReceived(audience);
  for (const x of [0.4, 0.6, 0.8]) {
    const points = [
      { x: 0.1, y: 0.1 },
      { x, y: 0.1 },
      { x, y: 0.9 },
    ];
    await queryData(run.server, SET_REGION, { points });
    await untilFramesReceived(audience, 15);
  }
  expect(await longestGapMs(audience, from)).toBeLessThanOrEqual(200);
  expect(await negotiations(audience)).toEqual(Array.from({ length: 10 }, () => 1));
});

/** What another client of the media server sees of the server's pipeline. */
async function pipelineDot(url: string): Promise<string> {
  const client = await kurento(url);
  const manager = await client.getServerManager();
  const [pipeline] = await manager.getPipelines();
  const dot = await pipeline!.getGstreamerDot();
  client.close();
  return dot;
}
