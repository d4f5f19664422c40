import { CrowdDetector, DEFAULT_CONFIG, MASK_NONE, MASK_SLOW } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd, TRUTH_MOVING, TRUTH_STANDING } from '@crowdlens/demo-crowd';
import type { DetectorFrame } from '@crowdlens/crowd-detector';
import type { I420Picture } from '@crowdlens/demo-crowd';
import { beforeAll, expect, test } from 'vitest';

/** The product's own size of picture, twice as wide and high as the mask. */
const WIDTH = 640;
const HEIGHT = 480;
const MASK_WIDTH = WIDTH / 2;
const MASK_SIZE = MASK_WIDTH * (HEIGHT / 2);
const FPS = 7;
const SECONDS = 60;
/** A scene in which some stand for more than half a minute, one in a pale coat on patterned ground. */
const SEED = 2;
/** A number of frames that lies before everything. */
const NEVER = -1_000_000;

/** How often the detector agreed, of how many pixels looked at in all frames. */
class Tally {
  pixels = 0;
  hits = 0;

  add(hit: boolean): void {
    this.pixels++;
    if (hit) this.hits++;
  }

  get share(): number {
    return this.hits / this.pixels;
  }
}

const found = { after2s: new Tally(), after10s: new Tally(), after30s: new Tally() };
const redAfter2s = new Tally();
const movingFound = new Tally();
const movingRed = new Tally();
/** Where nobody is, shadows at people's feet and their rims among it. */
const emptyFound = new Tally();
/** Share of the region that is called crowd where somebody who stood for ten seconds has left, percent, ... */
const ghosts: number[] = [];
/** ... in all pictures of the ten seconds afterwards; and which share of these places is red. */
const ghostRed = new Tally();

beforeAll(() => {
  watch(new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, seed: SEED }));
}, 120_000);

test('people who stop and stand are held', () => {
  expect(found.after2s.share).toBeGreaterThan(0.95);
  expect(found.after10s.share).toBeGreaterThan(0.93);
  expect(found.after30s.share).toBeGreaterThan(0.7);
});

test('people who have stood for two seconds are red, though others walk close by', () => {
  expect(redAfter2s.share).toBeGreaterThan(0.75);
});

test('people who move are found, and seldom red', () => {
  expect(movingFound.share).toBeGreaterThan(0.95);
  expect(movingRed.share).toBeLessThan(0.15);
});

test('where nobody is, hardly anybody is found, though people cast shadows', () => {
  expect(emptyFound.share).toBeLessThan(0.04);
});

test('people who stood leave no ghost', () => {
  expect(ghosts.length).toBeGreaterThan(10 * FPS);
  expect(ghosts.reduce((sum, share) => sum + share, 0) / ghosts.length).toBeLessThan(0.3);
  expect(ghostRed.share).toBeLessThan(0.05);
});

function watch(crowd: DemoCrowd): void {
  const picture = createPicture(WIDTH, HEIGHT);
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  const regions = [{ id: 'whole', points, config: DEFAULT_CONFIG }];
  const detector = new CrowdDetector({ regions });
  /** Frames for which somebody has stood at each pixel, and when somebody who had stood long left. */
  const stood = new Int32Array(MASK_SIZE);
  const left = new Int32Array(MASK_SIZE).fill(NEVER);
  for (let frame = 0; frame < FPS * SECONDS; frame++) {
    const { mask: truth } = crowd.next(picture);
    const { mask } = detector.process(frameOf(picture, (1000 * frame) / FPS));
    let ghost = 0;
    let places = 0;
    for (let i = 0; i < MASK_SIZE; i++) {
      const verdict = mask.data[i]!;
      const happens = truth[2 * WIDTH * Math.floor(i / MASK_WIDTH) + 2 * (i % MASK_WIDTH)];
      if (happens === TRUTH_STANDING) {
        // Who stands there in the first picture is background until leaving.
        stood[i] = frame === 0 ? NEVER : stood[i]! + 1;
        countStanding(stood[i]! / FPS, verdict);
        continue;
      }
      if (stood[i]! >= 10 * FPS) left[i] = frame;
      stood[i] = 0;
      if (happens === TRUTH_MOVING) {
        movingFound.add(verdict !== MASK_NONE);
        movingRed.add(verdict === MASK_SLOW);
        continue;
      }
      emptyFound.add(verdict !== MASK_NONE);
      if (frame - left[i]! >= 10 * FPS) continue;
      places++;
      if (verdict !== MASK_NONE) ghost++;
      ghostRed.add(verdict === MASK_SLOW);
    }
    if (places > 0) ghosts.push((100 * ghost) / MASK_SIZE);
  }
  detector.close();
}

function frameOf(picture: I420Picture, timestampMs: number): DetectorFrame {
  const { y: data, strideY: stride, u, v, strideUV, width, height } = picture;
  return { data, width, height, stride, chroma: { u, v, stride: strideUV }, timestampMs };
}

function countStanding(seconds: number, verdict: number): void {
  const isFound = verdict !== MASK_NONE;
  if (seconds >= 2) {
    found.after2s.add(isFound);
    redAfter2s.add(verdict === MASK_SLOW);
  }
  if (seconds >= 10) found.after10s.add(isFound);
  if (seconds >= 30) found.after30s.add(isFound);
}
