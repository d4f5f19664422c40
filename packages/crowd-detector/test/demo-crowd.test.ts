import { CrowdDetector, DEFAULT_CONFIG, MASK_NONE, MASK_SLOW } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd, TRUTH_MOVING, TRUTH_STANDING } from '@crowdlens/demo-crowd';
import type { DetectorFrame } from '@crowdlens/crowd-detector';
import type { I420Picture } from '@crowdlens/demo-crowd';
import { beforeAll, expect, test } from 'vitest';

/** No larger than what the detector looks at, so that mask and truth have the same pixels. */
const WIDTH = 320;
const HEIGHT = 240;
const FPS = 10;
const SECONDS = 60;
/** A scene in which some stand for more than half a minute. */
const SEED = 4;
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
/** Of the places that somebody who stood for ten seconds left less than ten seconds ago. */
const ghost = new Tally();

beforeAll(() => {
  watch(new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, seed: SEED }));
}, 60_000);

test('people who stop and stand are held', () => {
  expect(found.after2s.share).toBeGreaterThan(0.95);
  expect(found.after10s.share).toBeGreaterThan(0.95);
  expect(found.after30s.share).toBeGreaterThan(0.9);
});

test('people who have stood for two seconds are red, though others walk close by', () => {
  expect(redAfter2s.share).toBeGreaterThan(0.75);
});

test('people who move are found, and seldom red', () => {
  expect(movingFound.share).toBeGreaterThan(0.95);
  expect(movingRed.share / movingFound.share).toBeLessThan(0.17);
});

test('people who stood leave no ghost', () => {
  expect(ghost.pixels).toBeGreaterThan(10_000);
  expect(ghost.share).toBeLessThan(0.02);
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
  const stood = new Int32Array(WIDTH * HEIGHT);
  const left = new Int32Array(WIDTH * HEIGHT).fill(NEVER);
  for (let frame = 0; frame < FPS * SECONDS; frame++) {
    const { mask: truth } = crowd.next(picture);
    const timestampMs = (1000 * frame) / FPS;
    const { mask } = detector.process(frameOf(picture, timestampMs));
    for (let i = 0; i < truth.length; i++) {
      if (truth[i] === TRUTH_STANDING) {
        // Who stands there in the first picture is background until leaving.
        stood[i] = frame === 0 ? NEVER : stood[i]! + 1;
        countStanding(stood[i]! / FPS, mask.data[i]!);
        continue;
      }
      if (stood[i]! >= 10 * FPS) left[i] = frame;
      stood[i] = 0;
      if (truth[i] === TRUTH_MOVING) {
        movingFound.add(mask.data[i] !== MASK_NONE);
        movingRed.add(mask.data[i] === MASK_SLOW);
      } else if (frame - left[i]! < 10 * FPS) ghost.add(mask.data[i] === MASK_SLOW);
    }
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
