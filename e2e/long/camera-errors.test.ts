import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/browser.js';
import { startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { untilFramesAdvance } from '../support/pages.js';
import {
  DESK,
  openFor,
  PEOPLE,
  PHONE,
  press,
  sticksOutBy,
  untilFocused,
} from '../support/people.js';

/** A name that leads to this machine, but that browsers do not take for it. */
const INSECURE = 'crowdlens.test';

let server: Crowdlens;
let withCamera: Browser;
let withoutCamera: Browser;
let denying: Browser;

beforeAll(async () => {
  server = await startCrowdlens({ env: { ALLOWED_ORIGINS: `http://${INSECURE}` } });
  withCamera = await launchChromium(undefined, [
    '--use-fake-device-for-media-stream',
    `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`,
  ]);
  withoutCamera = await launchChromium();
  denying = await launchChromium(undefined, [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream=deny',
  ]);
});

afterAll(async () => {
  await Promise.all([withCamera, withoutCamera, denying].map((browser) => browser?.close()));
  await server?.close();
});

/** What Chromium rejects with, word by word: https://source.chromium.org, media_stream_request_result.h */
test.each([
  [
    'NotAllowedError',
    'Permission dismissed',
    'The camera question was closed without an answer',
    'choose “Allow”',
  ],
  [
    'NotAllowedError',
    'Permission denied by system',
    'The operating system keeps the camera',
    'privacy settings',
  ],
  [
    'NotReadableError',
    'Could not start video source',
    'The camera is in use',
    'Close other programs',
  ],
  ['UnknownError', '', 'The camera could not be started', 'choose another camera'],
])('%s: %s has a message and a remedy of its own', async (name, message, title, remedy) => {
  const page = await openFor(withCamera, { screen: PHONE, by: 'keyboard' }, 'about:blank');
  await page.addInitScript(rejectOnce, [name, message]);
  await page.goto(`${server.url}/present`);
  for (const screen of [PHONE, DESK]) {
    await page.setViewportSize(screen);
    await untilTold(page, title, remedy);
  }
  await press({ screen: DESK, by: 'keyboard' }, page.getByRole('button', { name: 'Try again' }));
  await page.getByText('Ready to go live').waitFor();
  await untilFocused(page);
  await page.context().close();
});

describe.each(PEOPLE)('%s', (_who, person) => {
  test('a camera that is denied is asked for as often as one likes', async () => {
    const page = await openFor(denying, person, `${server.url}/present`);
    const told = () => untilTold(page, 'The browser may not use the camera', 'left of the address');
    await told();
    await press(person, page.getByRole('button', { name: 'Try again' }));
    await told();
    await untilFocused(page);
    await page.context().close();
  });

  test('without a camera the demo crowd is offered', async () => {
    const page = await openFor(withoutCamera, person, `${server.url}/present?broadcast=demo`);
    await untilTold(page, 'No camera found', 'it needs none');
    await press(person, page.getByRole('button', { name: 'Use the demo crowd' }));
    await untilFramesAdvance(page, 3);
    await untilFocused(page);
    expect(await page.getByText('No camera found').count()).toBe(0);
    await stop(page);
    await page.context().close();
  });
});

test.each([PHONE, DESK])(
  'on an insecure address, screen %o, the demo crowd works all the same',
  async (screen) => {
    const { port } = new URL(server.url);
    const person = { screen, by: 'pointer' } as const;
    const page = await openFor(
      withCamera,
      person,
      `http://${INSECURE}:${port}/present?broadcast=demo`,
    );
    await untilTold(page, 'Cameras work only on a secure address', 'https://');
    await press(person, page.getByRole('button', { name: 'Use the demo crowd' }));
    await untilFramesAdvance(page, 5);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Stop the broadcast' }).click();
    await page.context().close();
  },
);

test('a browser without VP8 and H.264 is told so', async () => {
  const page = await openFor(withCamera, { screen: PHONE, by: 'pointer' }, 'about:blank');
  await page.addInitScript(() => {
    RTCRtpSender.getCapabilities = () => ({ codecs: [], headerExtensions: [] });
  });
  await page.goto(`${server.url}/present`);
  await untilTold(page, 'This browser cannot encode VP8 or H.264', 'play a network camera');
  await page.context().close();
});

describe('while the camera is open', () => {
  let page: Page;
  const person = { screen: PHONE, by: 'keyboard' } as const;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    page = await openFor(withCamera, person, 'about:blank');
    await page.addInitScript(oneCameraAtATime);
    await page.goto(`${server.url}/present?broadcast=phone`);
    await page.getByText('Ready to go live').waitFor();
  });
  afterAll(() => page.context().close());

  test('a screen that is not shared leaves the camera as it is', async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getDisplayMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    await press(person, button('Share the screen'));
    await page.getByRole('alert').getByText('The screen is not shared').waitFor();
    await untilFocused(page);
    expect(
      await page.locator('video').evaluate((video: HTMLVideoElement) => video.srcObject !== null),
    ).toBe(true);
  });

  test('where only one can be open, it makes way for another size', async () => {
    await page.getByRole('combobox', { name: /^Picture/ }).selectOption('low');
    await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 320);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('one that is unplugged on air is told of, and comes back on a press', async () => {
    await press(person, button('Go live'));
    await untilFramesAdvance(page, 3);
    // As browsers do it: the track has ended, and says so.
    await page.evaluate(() => {
      const [track] = (window as unknown as { camera: MediaStream }).camera.getVideoTracks();
      track!.stop();
      track!.dispatchEvent(new Event('ended'));
    });
    await page.getByRole('alert').getByText('The camera could not be started').waitFor();
    expect(await sticksOutBy(page)).toBe(0);
    await press(person, button('Try again'));
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await untilFramesAdvance(page, 5);
    await untilFocused(page);
  });
});

async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stop the broadcast' }).click();
  await page.getByTestId('broadcast-state').getByText('Idle').waitFor();
}

/** Title and remedy are said on the picture, and neither is cut off by its borders. */
async function untilTold(page: Page, title: string, remedy: string): Promise<void> {
  const stage = page.locator('.stage');
  await stage.getByText(title).waitFor();
  const told = (await stage.getByText(remedy).boundingBox())!;
  const around = (await stage.boundingBox())!;
  expect(told.y).toBeGreaterThan(around.y);
  expect(told.y + told.height).toBeLessThan(around.y + around.height);
  expect(await sticksOutBy(page)).toBe(0);
}

/** Runs in the page: the first time the camera is asked for, it fails with this. */
function rejectOnce([name = '', message = '']: string[]): void {
  const { mediaDevices } = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = () => {
    mediaDevices.getUserMedia = original;
    return Promise.reject(new DOMException(message, name));
  };
}

/** Runs in the page: as on many phones. The stream that is open is `window.camera`. */
function oneCameraAtATime(): void {
  const { mediaDevices } = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  const page = window as unknown as { camera?: MediaStream };
  mediaDevices.getUserMedia = async (constraints) => {
    if (page.camera?.getVideoTracks()[0]?.readyState === 'live') {
      throw new DOMException('Could not start video source', 'NotReadableError');
    }
    page.camera = await original(constraints);
    return page.camera;
  };
}
