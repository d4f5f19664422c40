import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play, queryData } from '../support/crowdlens.js';
import { untilFramesAdvance } from '../support/pages.js';
import { openFor, PHONE } from '../support/people.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens();
const WHOLE_PICTURE = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }]; // prettier-ignore

let page: Page;
let relay: Awaited<ReturnType<typeof startRelay>>;

beforeAll(async () => {
  relay = await startRelay(Number(new URL(run.server.url).port));
  await setRegion(50);
  await play(run.server, 'demo:crowd');
  page = await openFor(run.browser, { screen: PHONE, by: 'pointer' }, `${relay.url}/watch`);
  await untilFramesAdvance(page, 5);
});

afterAll(() => relay?.close());

test('without the server’s news the video goes on; then no event is missing, and it is said how many came late', async () => {
  relay.cut();
  await page.getByText('Connection lost').waitFor();
  await page.getByText(/trying again in \d+ s/).waitFor();
  await untilFramesAdvance(page, 10);
  const before = await newestEvent();
  // Another set of thresholds makes another level.
  await setRegion(0);
  await expect.poll(newestEvent, { timeout: 30_000 }).toBeGreaterThan(before);
  relay.mend();
  await page.getByText(/Connected again, [1-9]\d* events? recovered/).waitFor();
  const { events } = await listed();
  const sequences = await page
    .locator('[data-event-id]')
    .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['eventId']));
  expect(sequences).toEqual(expect.arrayContaining(events));
  await untilFramesAdvance(page, 10);
});

/** Passes HTTP and WebSockets on until it is cut; the packets of WebRTC go past it. */
async function startRelay(port: number) {
  const sockets = new Set<Socket>();
  let open = true;
  const relay = createServer((near) => {
    if (!open) {
      near.destroy();
      return;
    }
    const far = connect(port, 'localhost');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      // prettier-ignore
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => (sockets.delete(socket), other.destroy()));
      socket.pipe(other);
    }
  });
  relay.listen(0, 'localhost');
  await once(relay, 'listening');
  const cut = () => {
    open = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${(relay.address() as AddressInfo).port}`,
    cut,
    mend: () => void (open = true),
    close: () => (cut(), relay.close()),
  };
}

/** One region, in which the crowd is many from this percentage on. */
async function setRegion(occupancyLevelMin: number): Promise<void> {
  const levels = { occupancyLevelMed: occupancyLevelMin + 1, occupancyLevelMax: 100 };
  const config = { occupancyLevelMin, ...levels, occupancyNumFramesToEvent: 1 };
  await queryData(
    run.server,
    'mutation ($regions: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $regions }) { revision } }',
    { regions: [{ id: 'all', points: WHOLE_PICTURE, config }] },
  );
}

/** The newest ten, oldest first. */
async function listed(): Promise<{ events: string[]; newest: number }> {
  const { crowdEvents } = await queryData<{
    crowdEvents: { edges: { node: { id: string; sequence: number } }[] };
  }>(run.server, '{ crowdEvents(last: 10) { edges { node { id sequence } } } }');
  const nodes = crowdEvents.edges.map(({ node }) => node);
  return { events: nodes.map(({ id }) => id), newest: nodes.at(-1)?.sequence ?? 0 };
}

async function newestEvent(): Promise<number> {
  return (await listed()).newest;
}
