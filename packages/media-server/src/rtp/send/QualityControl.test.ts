import { expect, test } from 'vitest';
import { QualityControl, type ViewerFeedback } from './QualityControl.js';

/** Full, half rate, small, small at half rate. */
const RATES = [1_000_000, 600_000, 250_000, 150_000];
const WELL: ViewerFeedback = { loss: 0, estimate: undefined, delayMs: 0 };

function estimated(estimate: number): ViewerFeedback {
  return { ...WELL, estimate };
}

/** Estimates by a path that holds packets back. */
function queued(estimate: number): ViewerFeedback {
  return { ...estimated(estimate), delayMs: 200 };
}

function losing(loss: number): ViewerFeedback {
  return { ...WELL, loss };
}

/** One viewer, asked once a second. */
class Viewer {
  readonly #quality = new QualityControl();
  #seconds = 0;

  constructor() {
    this.after(3, WELL);
  }

  after(seconds: number, feedback: ViewerFeedback, rates: (number | undefined)[] = RATES): number {
    for (let i = 0; i < seconds; i++) {
      this.#quality.update(rates, feedback, ++this.#seconds * 1000);
    }
    return this.#quality.level;
  }

  /** Seconds until the level is better. */
  secondsUntilRaised(feedback: ViewerFeedback): number {
    const start = this.#seconds;
    const { level } = this.#quality;
    while (this.after(1, feedback) >= level) if (this.#seconds - start > 1000) return Infinity;
    return this.#seconds - start;
  }
}

test('loss that can be repaired lowers nothing', () => {
  expect(new Viewer().after(60, { ...estimated(2_000_000), loss: 0.08 })).toBe(0);
});

test.each([
  [700_000, 1],
  [400_000, 2],
  [200_000, 3],
  [20_000, 3],
])('with an estimate of %i a viewer gets rendition %i', (estimate, level) => {
  const viewer = new Viewer();
  expect(viewer.after(1, queued(estimate))).toBe(0);
  expect(viewer.after(1, queued(estimate))).toBe(level);
});

test('an estimate a little below the rate is noise', () => {
  expect(new Viewer().after(60, queued(850_000))).toBe(0);
});

test('a low estimate says nothing of a path that neither holds back nor loses', () => {
  expect(new Viewer().after(60, estimated(30_000))).toBe(0);
  expect(new Viewer().after(2, { ...estimated(700_000), loss: 0.04 })).toBe(1);
});

test('heavy loss lowers to what has arrived', () => {
  expect(new Viewer().after(1, losing(0.3))).toBe(1);
  expect(new Viewer().after(1, losing(0.6))).toBe(2);
});

test('what the path still holds of before does not lower again', () => {
  const viewer = new Viewer();
  expect(viewer.after(2, losing(0.3))).toBe(1);
  expect(viewer.after(1, losing(0.3))).toBe(2);
});

test('renditions that there are not are passed over, and those that save nothing', () => {
  const congested = queued(300_000);
  expect(new Viewer().after(2, congested, [1e6, undefined, 250_000, undefined])).toBe(2);
  expect(new Viewer().after(9, congested, [1e6, undefined, undefined, undefined])).toBe(0);
  expect(new Viewer().after(9, losing(0.5), [260_000, undefined, 250_000])).toBe(0);
});

test('the first second says nothing', () => {
  const quality = new QualityControl();
  expect(quality.update(RATES, losing(0.5), 1000)).toBe(0);
  expect(quality.update(RATES, WELL, 3000)).toBe(0);
});

test('quality comes back one step at a time', () => {
  const viewer = new Viewer();
  viewer.after(1, losing(0.6));
  expect(viewer.after(7, WELL)).toBe(2);
  expect(viewer.after(1, WELL)).toBe(1);
  expect(viewer.after(8, WELL)).toBe(0);
});

test('an estimate without room above the present rate forbids more', () => {
  const viewer = new Viewer();
  viewer.after(2, queued(400_000));
  expect(viewer.after(60, estimated(260_000))).toBe(2);
  expect(viewer.after(1, estimated(380_000))).toBe(1);
});

test('after a raise an estimate may follow as slowly as it likes', () => {
  const viewer = new Viewer();
  viewer.after(2, queued(300_000));
  expect(viewer.after(8, estimated(290_000))).toBe(1);
  expect(viewer.after(7, estimated(240_000))).toBe(1);
  expect(viewer.after(2, queued(240_000))).toBeGreaterThan(1);
});

test('a queue that grows lowers', () => {
  expect(new Viewer().after(1, { ...WELL, delayMs: 300 })).toBe(0);
  expect(new Viewer().after(2, { ...WELL, delayMs: 300 })).toBe(1);
});

test('what failed is tried again after longer and longer times', () => {
  const viewer = new Viewer();
  const congested = losing(0.3);
  viewer.after(1, congested);
  const waits = Array.from({ length: 6 }, () => {
    const seconds = viewer.secondsUntilRaised(WELL);
    viewer.after(3, congested);
    return seconds;
  });
  expect(waits).toEqual([8, 16, 32, 64, 120, 120].map((s) => expect.closeTo(s, -0.5)));
});
