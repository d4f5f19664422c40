import {
  createPicture,
  DemoCrowd,
  TRUTH_MOVING,
  TRUTH_STANDING,
  type I420Picture,
} from '@crowdlens/demo-crowd';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './support/browser.js';
import { queryData, startCrowdlens, type Crowdlens } from './support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from './support/pages.js';

const WIDTH = 640;
const HEIGHT = 480;
const FPS = 25;
/** The region leaves the left part of the picture free, where nothing may be coloured. */
const REGION_LEFT = 0.3;
/** By then people stand who came walking; those who stood at the start look like a part of the place. */
const SETTLED_SECONDS = 14;
/** Pixels this near the border are the border. */
const MARGIN = 12;

let server: Crowdlens;
let browser: Browser;
let viewer: Page;
/** Before the demo crowd began. */
let startedAt: number;

beforeAll(async () => {
  server = await startCrowdlens();
  startedAt = performance.now();
  browser = await launchChromium();
  await queryData(
    server,
    `mutation ($points: [RelativePointInput!]!) {
       setRegionsOfInterest(input: { regions: [{ id: "right", points: $points }] }) { revision }
       play(input: { uri: "demo:crowd?seed=1" }) { state }
     }`,
    {
      points: [
        { x: REGION_LEFT, y: 0 },
        { x: 1, y: 0 },
        { x: 1, y: 1 },
        { x: REGION_LEFT, y: 1 },
      ],
    },
  );
  viewer = await openPage(browser, `${server.url}/watch`);
  await untilFramesAdvance(viewer, 25);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * The demo crowd is drawn again here, so what the viewer sees can be held against the very frame
 * that went in, and against its truth.
 */
test('inside the region walkers are blue and standing people red; outside nothing is changed', async () => {
  await viewer.waitForFunction(
    (seconds) => document.querySelector('video')!.currentTime > seconds,
    SETTLED_SECONDS,
  );
  for (;;) {
    const seen = await capture(viewer);
    const { difference, rgb, mask } = drawnFrameLike(seen);
    const moving = tint(seen.rgb, rgb, mask, TRUTH_MOVING);
    const standing = tint(seen.rgb, rgb, mask, TRUTH_STANDING);
    if (moving.pixels < 2000 || standing.pixels < 2000) continue; // one kind is missing: look again
    expect(difference).toBeLessThan(6);
    expect(moving.blue).toBeGreaterThan(0.45);
    expect(moving.blue).toBeGreaterThan(4 * moving.red);
    expect(standing.red).toBeGreaterThan(0.4);
    expect(standing.red).toBeGreaterThan(1.5 * standing.blue);
    return;
  }
});

interface DrawnFrame {
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  readonly mask: Uint8Array;
  /** Mean absolute difference of the luma outside the region. */
  readonly difference: number;
}

/** The picture of the demo crowd up to `lastSecond` that looks most like `seen` outside the region. */
function drawnFrameLike({ rgb: seen, lastSecond }: Seen): DrawnFrame {
  const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, seed: 1 });
  const picture = createPicture(WIDTH, HEIGHT);
  let best: DrawnFrame = { rgb: seen, mask: new Uint8Array(), difference: Infinity };
  while (crowd.frameIndex < lastSecond * FPS) {
    const { mask } = crowd.next(picture);
    const difference = differenceOutside(picture, seen);
    if (difference >= best.difference) continue;
    best = { rgb: toRgb(picture), mask: mask.slice(), difference };
  }
  return best;
}

function differenceOutside({ y: luma, strideY }: I420Picture, seen: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < REGION_LEFT * WIDTH - MARGIN; x += 2) {
      const at = (y * WIDTH + x) * 3;
      const seenLuma = 16 + 0.257 * seen[at]! + 0.504 * seen[at + 1]! + 0.098 * seen[at + 2]!;
      sum += Math.abs(luma[y * strideY + x]! - seenLuma);
      count++;
    }
  }
  return sum / count;
}

interface Seen {
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  /** Of the scene: what is seen is not younger. */
  readonly lastSecond: number;
}

/** What the viewer's video shows now, read through a canvas. */
async function capture(page: Page): Promise<Seen> {
  const base64 = await processedStream(page).evaluate((video: HTMLVideoElement) => {
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0);
    const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data;
    let text = '';
    for (let i = 0; i < rgba.length; i += 4) {
      text += String.fromCharCode(rgba[i]!, rgba[i + 1]!, rgba[i + 2]!);
    }
    return btoa(text);
  });
  const rgb = Buffer.from(base64, 'base64');
  expect(rgb).toHaveLength(WIDTH * HEIGHT * 3);
  return { rgb, lastSecond: (performance.now() - startedAt) / 1000 + 1 };
}

/** The shares of one kind of people inside the region that look redder and bluer than they were drawn. */
function tint(
  seen: Uint8Array,
  drawn: Uint8Array,
  mask: Uint8Array,
  kind: number,
): { pixels: number; red: number; blue: number } {
  const count = { pixels: 0, red: 0, blue: 0 };
  for (let y = MARGIN; y < HEIGHT - MARGIN; y++) {
    for (let x = REGION_LEFT * WIDTH + MARGIN; x < WIDTH - MARGIN; x++) {
      if (mask[y * WIDTH + x] !== kind) continue;
      const at = (y * WIDTH + x) * 3;
      const redder = seen[at]! - drawn[at]!;
      const bluer = seen[at + 2]! - drawn[at + 2]!;
      count.pixels++;
      if (redder - bluer > 30) count.red++;
      if (bluer - redder > 30) count.blue++;
    }
  }
  const { pixels, red, blue } = count;
  return { pixels, red: red / pixels, blue: blue / pixels };
}

/** ITU-R BT.601, limited range. */
function toRgb({ y, u, v, strideY, strideUV }: I420Picture): Uint8Array {
  const rgb = new Uint8ClampedArray(WIDTH * HEIGHT * 3);
  for (let row = 0, at = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++, at += 3) {
      const luma = 1.164 * (y[row * strideY + column]! - 16);
      const chroma = (row >> 1) * strideUV + (column >> 1);
      const blueness = u[chroma]! - 128;
      const redness = v[chroma]! - 128;
      rgb[at] = luma + 1.596 * redness;
      rgb[at + 1] = luma - 0.392 * blueness - 0.813 * redness;
      rgb[at + 2] = luma + 2.017 * blueness;
    }
  }
  return new Uint8Array(rgb.buffer);
}
