import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTurnServer } from '../../scripts/turnserver.mjs';
import { demoCrowdCamera, launchChromium } from '../support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import { startTurnServer, type TurnServer } from '../support/turnServer.js';

const TURN_SECRET = 'a secret of both servers';
const path = findTurnServer();
if (path === undefined) {
  console.warn('SKIPPED: coturn is missing. Debian: sudo apt-get install coturn');
}

describe.skipIf(path === undefined)('where there is no direct way', () => {
  let turn: TurnServer;
  let server: Crowdlens;
  let browser: Browser;

  beforeAll(async () => {
    turn = await startTurnServer(path!, TURN_SECRET);
    server = await startCrowdlens({
      env: {
        ICE_SERVERS: JSON.stringify([{ urls: [turn.url] }]),
        TURN_SECRET,
        // What is relayed to another address of this machine is answered from the loopback one, and dropped.
        WEBRTC_ANNOUNCED_IP: '127.0.0.1',
      },
    });
    browser = await launchChromium(demoCrowdCamera());
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await turn?.close();
  });

  test('presenter and viewer go through a TURN server, with credentials that the server made', async () => {
    const presenter = await openRelayed('/present');
    await presenter.getByRole('button', { name: 'Go live' }).click();
    await untilFramesAdvance(presenter, 10);
    const viewer = await openRelayed('/watch');
    await untilFramesAdvance(viewer, 25);
    for (const page of [presenter, viewer]) {
      expect(new Set(await pathsInUse(page))).toEqual(new Set(['relay']));
    }
    await Promise.all([presenter, viewer].map((page) => page.context().close()));
    await queryData(server, 'mutation { stop { state } }');
  });

  test('when packets of the video alone get lost, the last picture stays and the events go on; later the video comes back without a click', async () => {
    await queryData(server, 'mutation { play(input: { uri: "demo:crowd" }) { state } }');
    const viewer = await openRelayed('/watch');
    await untilFramesAdvance(viewer, 25);
    const still = viewer.locator('.stage canvas');
    turn.freeze();
    await still.waitFor({ state: 'visible' });
    await viewer.getByText(/Connecting again/).waitFor();
    for (let i = 0; i < 3; i++) await anotherEvent(viewer);
    expect(await still.isVisible()).toBe(true);
    expect(await viewer.getByText('Connection lost').count()).toBe(0);
    turn.thaw();
    await untilFramesAdvance(viewer, 10);
    await still.waitFor({ state: 'hidden' });
  });

  /** A page whose connections may use nothing but relays, as behind a firewall. */
  async function openRelayed(where: string): Promise<Page> {
    const page = await openPage(browser, 'about:blank');
    await page.addInitScript(onlyRelays);
    await page.goto(server.url + where);
    return page;
  }
});

/** Resolves when the list begins with another event than now. */
async function anotherEvent(page: Page): Promise<void> {
  const newest = page.locator('[data-event-id]').first();
  const before = await newest.getAttribute('data-event-id');
  await page.locator(`[data-event-id]:not([data-event-id="${before}"]):first-child`).waitFor();
}

interface RelayedPage {
  connections: RTCPeerConnection[];
}

/** Runs in the page. */
function onlyRelays(): void {
  const page = window as unknown as RelayedPage;
  page.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
      page.connections.push(this);
    }
  };
}

/** The types of the local candidates that media goes by. */
function pathsInUse(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { connections } = window as unknown as RelayedPage;
    const connected = connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(connected.map((connection) => connection.getStats()));
    return reports.flatMap((report) => {
      const stats = [...report.values()];
      return stats
        .filter(({ type, nominated, state }) => {
          return type === 'candidate-pair' && nominated && state === 'succeeded';
        })
        .map(({ localCandidateId }) => report.get(localCandidateId).candidateType as string);
    });
  });
}
