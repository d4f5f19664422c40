import { expect, test } from 'vitest';
import { QualityControl, type ViewerFeedback } from './QualityControl.js';

/** Full, half rate, small, small at half rate. */
const RATES = [1_000_000, 600_000, 250_000, 150_000];
const WELL: ViewerFeedback = { loss: 0, estimate: undefined };

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
  expect(new Viewer().after(60, { loss: 0.08, estimate: 2_000_000 })).toBe(0);
});

test.each([
  [700_000, 1],
  [400_000, 2],
  [200_000, 3],
  [20_000, 3],
])('with an estimate of %i a viewer gets at once rendition %i', (estimate, level) => {
  expect(new Viewer().after(1, { loss: 0, estimate })).toBe(level);
});

test('an estimate a little below the rate is noise', () => {
  expect(new Viewer().after(60, { loss: 0, estimate: 850_000 })).toBe(0);
});

test('heavy loss lowers to what has arrived', () => {
  expect(new Viewer().after(1, { loss: 0.3, estimate: undefined })).toBe(1);
  expect(new Viewer().after(1, { loss: 0.6, estimate: undefined })).toBe(2);
});

test('what the path still holds of before does not lower again', () => {
  const viewer = new Viewer();
  expect(viewer.after(2, { loss: 0.3, estimate: undefined })).toBe(1);
  expect(viewer.after(1, { loss: 0.3, estimate: undefined })).toBe(2);
});

test('renditions that there are not are passed over, and those that save nothing', () => {
  const congested = { loss: 0, estimate: 300_000 };
  expect(new Viewer().after(1, congested, [1e6, undefined, 250_000, undefined])).toBe(2);
  expect(new Viewer().after(9, congested, [1e6, undefined, undefined, undefined])).toBe(0);
  expect(
    new Viewer().after(9, { loss: 0.5, estimate: undefined }, [260_000, undefined, 250_000]),
  ).toBe(0);
});

test('the first second says nothing', () => {
  const quality = new QualityControl();
  expect(quality.update(RATES, { loss: 0.5, estimate: undefined }, 1000)).toBe(0);
  expect(quality.update(RATES, { loss: 0, estimate: undefined }, 3000)).toBe(0);
});

test('quality comes back one step at a time', () => {
  const viewer = new Viewer();
  viewer.after(1, { loss: 0.6, estimate: undefined });
  expect(viewer.after(7, WELL)).toBe(2);
  expect(viewer.after(1, WELL)).toBe(1);
  expect(viewer.after(8, WELL)).toBe(0);
});

test('an estimate without room above the present rate forbids more', () => {
  const viewer = new Viewer();
  viewer.after(1, { loss: 0, estimate: 400_000 });
  expect(viewer.after(60, { loss: 0, estimate: 260_000 })).toBe(2);
  expect(viewer.after(1, { loss: 0, estimate: 380_000 })).toBe(1);
});

test('what failed is tried again after longer and longer times', () => {
  const viewer = new Viewer();
  const congested = { loss: 0.3, estimate: undefined };
  viewer.after(1, congested);
  const waits = Array.from({ length: 6 }, () => {
    const seconds = viewer.secondsUntilRaised(WELL);
    viewer.after(3, congested);
    return seconds;
  });
  expect(waits).toEqual([8, 16, 32, 64, 120, 120].map((s) => expect.closeTo(s, -0.5)));
});
