import {
  createPicture,
  DemoCrowd,
  TRUTH_MOVING,
  TRUTH_NOBODY,
  TRUTH_STANDING,
  type I420Picture,
} from '@crowdlens/demo-crowd';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { queryData } from '../support/crowdlens.js';
import { openPage, processedStream, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens();

const WIDTH = 640;
const HEIGHT = 480;
const FPS = 25;
/** The region leaves the left part of the picture free, where nothing may be coloured. */
const REGION_LEFT = 0.3;
/** When some people stand who came walking, while others pass by. */
const LOOK_AT_SECONDS = [19, 20, 21];
/** Who has just stopped may still be blue. */
const STANDS_SECONDS = 2;
/** A picture is seen at most this long after it was drawn; earlier ones need no look. */
const MAX_LAG_SECONDS = 8;
/** Pixels this near the border are the border. */
const MARGIN = 12;

const PLAY = 'mutation { play(input: { uri: "demo:crowd?seed=1" }) { state } }';

let viewer: Page;
/** Before the demo crowd began. */
let startedAt: number;

beforeAll(async () => {
  startedAt = performance.now();
  await queryData(
    run.server,
    `mutation ($points: [RelativePointInput!]!) {
       setRegionsOfInterest(input: { regions: [{ id: "right", points: $points }] }) { revision }
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
  await queryData(run.server, PLAY);
  viewer = await openPage(run.browser, `${run.server.url}/watch`);
  await untilFramesAdvance(viewer, 25);
});

/**
 * The demo crowd is drawn again here, so what the viewer sees can be held against the very frame
 * that went in, and against its truth.
 */
test('inside the region walkers are blue and standing people red; outside nothing is changed', async () => {
  const seen: Seen[] = [];
  for (const seconds of LOOK_AT_SECONDS) {
    await viewer.waitForFunction(
      (time) => document.querySelector('video')!.currentTime > time,
      seconds,
    );
    seen.push(await capture(viewer));
  }
  const frames = drawnLike(seen);
  for (const { difference } of frames) expect(difference).toBeLessThan(6);
  const moving = tint(frames, TRUTH_MOVING);
  expect(moving.blue).toBeGreaterThan(0.5);
  expect(moving.blue).toBeGreaterThan(4 * moving.red);
  const standing = tint(frames, TRUTH_STANDING);
  expect(standing.red).toBeGreaterThan(0.5);
  expect(standing.red).toBeGreaterThan(4 * standing.blue);
});

test('NONE leaves the picture as it is, REGIONS_ONLY draws the borders alone, PRIVACY leaves no person to be recognised', async () => {
  // From the beginning, so that little has to be drawn again.
  startedAt = performance.now();
  await queryData(run.server, PLAY);
  const none = await captureAs('NONE');
  const regions = await captureAs('REGIONS_ONLY');
  const privacy = await captureAs('PRIVACY');
  // Which picture PRIVACY shows, nobody can tell.
  let [recognised, hidden] = [0, 0];
  const drawn = drawnLike([none, regions], privacy.lastSecond, (picture, mask) => {
    recognised = Math.max(recognised, likenessOfPeople(picture, none, mask));
    hidden = Math.max(hidden, likenessOfPeople(picture, privacy, mask));
  });
  for (const frame of drawn) {
    expect(frame.difference).toBeLessThan(12);
    for (const kind of [TRUTH_MOVING, TRUTH_STANDING]) {
      const { red, blue } = tint([frame], kind);
      // Compression alone shifts some of them, to either side.
      expect(Math.abs(red - blue)).toBeLessThan(0.15);
    }
  }
  expect(whitenessOfBorder(none)).toBeLessThan(0.8);
  expect(whitenessOfBorder(regions)).toBeGreaterThan(0.9);
  expect(recognised).toBeGreaterThan(0.7);
  expect(hidden).toBeLessThan(0.3);
});

/** What the viewer sees a second after the overlay was changed. */
async function captureAs(mode: string): Promise<Seen> {
  await queryData(
    run.server,
    'mutation ($mode: OverlayMode!) { setOverlay(input: { mode: $mode }) { overlay } }',
    { mode },
  );
  await untilFramesAdvance(viewer, FPS);
  return capture(viewer);
}

/** What was drawn when `seen` was captured. */
interface DrawnFrame {
  readonly seen: Seen;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  /** The truth; {@link TRUTH_STANDING} only where somebody has stood for a while. */
  readonly mask: Uint8Array;
  /** Mean absolute difference of the luma outside the region. */
  readonly difference: number;
}

type Look = (picture: I420Picture, mask: Uint8Array) => void;

/**
 * Draws the demo crowd again from its beginning, and finds the pictures that look most like those
 * `seen` outside the region.
 */
function drawnLike(
  seen: readonly Seen[],
  lastSecond = Math.max(...seen.map((one) => one.lastSecond)),
  look: Look = () => {},
): DrawnFrame[] {
  const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, seed: 1 });
  const picture = createPicture(WIDTH, HEIGHT);
  const stoodFrames = new Uint16Array(WIDTH * HEIGHT);
  let mask: Uint8Array = new Uint8Array(WIDTH * HEIGHT);
  const settled = () =>
    mask.map((kind, at) =>
      kind === TRUTH_STANDING && stoodFrames[at]! < STANDS_SECONDS * FPS ? TRUTH_NOBODY : kind,
    );
  const best = seen.map((one) => ({
    seen: one,
    drawn: copyOf(picture),
    mask,
    difference: Infinity,
  }));
  while (crowd.frameIndex < lastSecond * FPS) {
    mask = crowd.next(picture).mask;
    countStanding(mask, TRUTH_STANDING, stoodFrames);
    look(picture, mask);
    for (const [index, { seen: one, difference: least }] of best.entries()) {
      if (crowd.frameIndex < (one.lastSecond - MAX_LAG_SECONDS) * FPS) continue;
      const difference = differenceOutside(picture, one);
      if (difference >= least) continue;
      best[index] = { seen: one, drawn: copyOf(picture), mask: settled(), difference };
    }
  }
  return best.map(({ seen: one, drawn, mask: truth, difference }) => ({
    seen: one,
    rgb: toRgb(drawn),
    mask: truth,
    difference,
  }));
}

/** The kind is an argument, since reading an import for every pixel takes seconds. */
function countStanding(mask: Uint8Array, kind: number, frames: Uint16Array): void {
  for (let at = 0; at < mask.length; at++) frames[at] = mask[at] === kind ? frames[at]! + 1 : 0;
}

function copyOf({ y, u, v, ...layout }: I420Picture): I420Picture {
  return { ...layout, y: y.slice(), u: u.slice(), v: v.slice() };
}

const BORDER = REGION_LEFT * WIDTH;

/** Of the luma outside the region, by a quarter of the pixels. */
function differenceOutside({ y: drawn, strideY }: I420Picture, { luma }: Seen): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < BORDER - MARGIN; x += 2) {
      sum += Math.abs(drawn[y * strideY + x]! - luma[y * WIDTH + x]!);
      count++;
    }
  }
  return sum / count;
}

/**
 * How much of the texture within people's outlines can be seen, -1..1: the correlation of the
 * luma's changes along every other row.
 */
function likenessOfPeople(
  { y: drawn, strideY }: I420Picture,
  { luma }: Seen,
  mask: Uint8Array,
): number {
  const [reach, inset] = [2, 4];
  const isPerson = (at: number) => mask[at] !== TRUTH_NOBODY;
  let [products, drawnSquares, seenSquares] = [0, 0, 1];
  for (let y = inset; y < HEIGHT - inset; y += 2) {
    for (let x = inset; x < WIDTH - inset; x++) {
      const at = y * WIDTH + x;
      if (!isPerson(at) || !isPerson(at - inset) || !isPerson(at + inset)) continue;
      if (!isPerson(at - inset * WIDTH) || !isPerson(at + inset * WIDTH)) continue;
      const change = drawn[y * strideY + x + reach]! - drawn[y * strideY + x - reach]!;
      const seen = luma[at + reach]! - luma[at - reach]!;
      products += change * seen;
      drawnSquares += change * change;
      seenSquares += seen * seen;
    }
  }
  return products / Math.sqrt(drawnSquares * seenSquares + 1);
}

/** Brightness along the region's left border, 0..1. */
function whitenessOfBorder({ luma }: Seen): number {
  let sum = 0;
  for (let y = MARGIN; y < HEIGHT - MARGIN; y++) {
    const at = y * WIDTH + BORDER;
    sum += Math.max(luma[at - 1]!, luma[at]!);
  }
  return sum / (HEIGHT - 2 * MARGIN) / 235;
}

interface Seen {
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  readonly luma: Uint8Array;
  /** Of the scene: what is seen is not younger. */
  readonly lastSecond: number;
}

/** What the viewer's video shows now, read through a canvas. */
async function capture(page: Page): Promise<Seen> {
  // A busy machine may have been given the small picture for a moment.
  await page.waitForFunction(
    (width) => document.querySelector('video')!.videoWidth === width,
    WIDTH,
  );
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
  return { rgb, luma: toLuma(rgb), lastSecond: (performance.now() - startedAt) / 1000 + 1 };
}

/** The shares of one kind of people inside the region that look redder and bluer than they were drawn. */
function tint(frames: readonly DrawnFrame[], kind: number): { red: number; blue: number } {
  let [pixels, red, blue] = [0, 0, 0];
  for (const { seen, rgb: drawn, mask } of frames) {
    for (let y = MARGIN; y < HEIGHT - MARGIN; y++) {
      for (let x = BORDER + MARGIN; x < WIDTH - MARGIN; x++) {
        if (mask[y * WIDTH + x] !== kind) continue;
        const at = (y * WIDTH + x) * 3;
        const redder = seen.rgb[at]! - drawn[at]!;
        const bluer = seen.rgb[at + 2]! - drawn[at + 2]!;
        pixels++;
        if (redder - bluer > 30) red++;
        if (bluer - redder > 30) blue++;
      }
    }
  }
  return { red: red / Math.max(1, pixels), blue: blue / Math.max(1, pixels) };
}

/** ITU-R BT.601, limited range; so is {@link toRgb}. */
function toLuma(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [red, green, blue] = [rgb[3 * at]!, rgb[3 * at + 1]!, rgb[3 * at + 2]!];
    return 16 + 0.257 * red + 0.504 * green + 0.098 * blue;
  });
}

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
