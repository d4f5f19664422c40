import { describe, expect, test } from 'vitest';
import { CrowdDetector } from './detector.js';
import { coverage, paint, region, WHOLE } from './paintedScene.test.support.js';
import type { Figure, PaintOptions } from './paintedScene.test.support.js';
import { MASK_FAST, MASK_NONE } from './types.js';
import type { CrowdAnalysis, CrowdEvent, RegionMeasurement, RegionOfInterest } from './types.js';

/** What happens in front of the camera at a time in seconds. */
type Script = (seconds: number) => readonly Figure[];

interface Showing extends PaintOptions {
  readonly fps?: number;
  /** Start and end, seconds. */
  readonly from?: number;
  readonly to: number;
}

const nobody: Script = () => [];
/** Someone who comes from the left after a second, 60 pixels a second, and stops in the middle. */
const arrives: Script = (t) =>
  t < 1 ? [] : [{ x: Math.min(160, (t - 1) * 60), y: 120, width: 30, height: 80 }];
/** Six people who cross the picture without end. */
const passersBy: Script = (t) =>
  Array.from({ length: 6 }, (_, i) => ({
    x: ((i * 61 + t * 40) % 380) - 30,
    y: 50 + (i % 3) * 65,
    width: 26,
    height: 60,
  }));

function show(
  detector: CrowdDetector,
  script: Script,
  { fps = 12, from = 0, to, ...options }: Showing,
): CrowdAnalysis[] {
  const analyses: CrowdAnalysis[] = [];
  for (let i = Math.round(from * fps); i < to * fps; i++) {
    const analysis = detector.process(paint(script(i / fps), (1000 * i) / fps, options));
    const mask = { ...analysis.mask, data: analysis.mask.data.slice() };
    analyses.push({ ...analysis, mask });
  }
  return analyses;
}

function detectorOf(...regions: RegionOfInterest[]): CrowdDetector {
  return new CrowdDetector({ regions });
}

const whole = region('whole', WHOLE);
const withDirection = region('whole', WHOLE, { sendOpticalFlowEvent: true });
const last = (analyses: readonly CrowdAnalysis[]): RegionMeasurement =>
  analyses.at(-1)!.regions[0]!;
const eventsOf = (analyses: readonly CrowdAnalysis[]): readonly CrowdEvent[] =>
  analyses.flatMap((analysis) => analysis.events);

describe('occupancy and fluidity', () => {
  test('an empty place stays empty from the first picture on, without any event', () => {
    const analyses = show(detectorOf(withDirection), nobody, { to: 2, noise: 4 });
    expect(Math.max(...analyses.map(({ regions }) => regions[0]!.occupancy))).toBe(0);
    expect(eventsOf(analyses)).toEqual([]);
    expect(last(analyses).fluidity).toBeNull();
    expect(last(analyses).direction).toBeNull();
  });

  test('somebody who walks is blue, and red after stopping, and still there after 30 seconds', () => {
    const analyses = show(detectorOf(whole), arrives, { fps: 4, to: 35 });
    const truth = coverage(arrives(35));
    const walking = analyses[4 * 3]!.regions[0]!;
    expect(walking.fluidity).toBeGreaterThan(80);
    for (const { regions } of [analyses[4 * 3]!, analyses[4 * 8]!, analyses.at(-1)!])
      expect(Math.abs(regions[0]!.occupancy - truth)).toBeLessThan(0.25 * truth);
    expect(last(analyses).fluidity).toBeLessThan(5);
  });

  test('people who walk from the first picture on are seen within a second', () => {
    const analyses = show(detectorOf(whole), passersBy, { to: 4 });
    for (const second of [1, 2, 3]) {
      const { occupancy } = analyses[12 * second]!.regions[0]!;
      expect(Math.abs(occupancy - coverage(passersBy(second)))).toBeLessThan(3);
    }
  });

  test('a packed crowd that jostles from the first picture on is seen after some seconds', () => {
    const jostle: Script = (t) =>
      Array.from({ length: 15 * 9 }, (_, i) => ({
        x: (i % 15) * 23 + 3 * Math.sin(i * 2.4 + t * (3 + (i % 5))),
        y: Math.floor(i / 15) * 30 + 2 * Math.sin(i * 1.7 + t * (2 + (i % 7))),
        width: 26,
        height: 36,
      }));
    const analyses = show(detectorOf(whole), jostle, { fps: 8, to: 5 });
    expect(last(analyses).occupancy).toBeGreaterThan(95);
  });

  test('who stood there from the first picture on leaves no ghost', () => {
    const leaves: Script = (t) => (t < 4 ? [{ x: 160, y: 120, width: 30, height: 80 }] : []);
    const analyses = show(detectorOf(whole), leaves, { to: 9 });
    expect(last(analyses).occupancy).toBe(0);
  });

  test('7, 12, 25 and 60 frames a second measure the same', () => {
    const measure = (fps: number) => {
      const analyses = show(detectorOf(whole), passersBy, { fps, to: 3 });
      const late = analyses.filter(({ timestampMs }) => timestampMs > 1500);
      const mean = (pick: (m: RegionMeasurement) => number) =>
        late.reduce((sum, { regions }) => sum + pick(regions[0]!), 0) / late.length;
      return { occupancy: mean((m) => m.occupancy), fluidity: mean((m) => m.fluidity ?? 0) };
    };
    const reference = measure(12);
    for (const fps of [7, 25, 60]) {
      const measured = measure(fps);
      expect(measured.occupancy).toBeCloseTo(reference.occupancy, -0.3);
      expect(Math.abs(measured.fluidity - reference.fluidity)).toBeLessThan(10);
    }
  });

  test('a pause of a minute changes nothing', () => {
    const detector = detectorOf(whole);
    show(detector, arrives, { to: 6 });
    const after = show(detector, arrives, { from: 66, to: 68 });
    expect(after[0]!.regions[0]!.occupancy).toBeCloseTo(last(after).occupancy, -0.5);
    expect(last(after).occupancy).toBeGreaterThan(0.7 * coverage(arrives(68)));
  });
});

describe('what is not crowd', () => {
  test.each([
    ['a jump of the light', { gain: 1.2 }],
    ['a nudge of the camera', { lookX: 2, lookY: -1 }],
  ])('%s', (_, change) => {
    const detector = detectorOf(whole);
    show(detector, nobody, { to: 2 });
    const after = show(detector, nobody, { from: 2, to: 4, ...change });
    expect(Math.max(...after.map(({ regions }) => regions[0]!.occupancy))).toBeLessThan(1);
  });

  test('another scene becomes the new background', () => {
    const detector = detectorOf(whole);
    show(detector, nobody, { to: 2 });
    const after = show(detector, nobody, { from: 2, to: 3, lookX: 500 });
    expect(last(after).occupancy).toBe(0);
  });
});

describe('direction', () => {
  test.each([0, 45, 90, 135, 180, 225, 270, 315])('towards %d degrees', (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const script: Script = (t) =>
      [-60, 0, 60].map((aside) => ({
        x: 160 + Math.sin(angle) * (t * 45 - 90) + Math.cos(angle) * aside,
        y: 120 - Math.cos(angle) * (t * 45 - 90) + Math.sin(angle) * aside,
        width: 26,
        height: 50,
      }));
    const analyses = show(detectorOf(withDirection), script, { to: 3 });
    const measured = last(analyses).direction!;
    const error = Math.abs(((measured - degrees + 540) % 360) - 180);
    expect(error).toBeLessThan(15);
    const events = eventsOf(analyses).filter(({ kind }) => kind === 'direction');
    expect(events).toHaveLength(1);
  });

  test('is null for people who stand, and when it is switched off', () => {
    expect(last(show(detectorOf(withDirection), arrives, { to: 8 })).direction).toBeNull();
    expect(last(show(detectorOf(whole), passersBy, { to: 2 })).direction).toBeNull();
  });
});

describe('regions', () => {
  const concave = region('concave', [
    [0, 0],
    [1, 0],
    [1, 1],
    [0.7, 1],
    [0.7, 0.5],
    [0.3, 0.5],
    [0.3, 1],
    [0, 1],
  ]);
  const middle = region('middle', [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.75, 0.75],
    [0.25, 0.75],
  ]);

  test('measure the same alone and together, overlapping or concave', () => {
    const regions = [withDirection, concave, middle];
    const together = show(detectorOf(...regions), passersBy, { to: 3 });
    regions.forEach((one, i) => {
      const alone = show(detectorOf(one), passersBy, { to: 3 });
      expect(alone.map((analysis) => analysis.regions[0])).toEqual(
        together.map((analysis) => analysis.regions[i]),
      );
    });
  });

  test('the figures are counted from the mask that is returned', () => {
    for (const { mask, regions } of show(detectorOf(whole, middle), passersBy, { to: 3 })) {
      const crowd = mask.data.filter((value) => value !== MASK_NONE).length;
      const fast = mask.data.filter((value) => value === MASK_FAST).length;
      expect(regions[0]!.occupancy).toBeCloseTo((100 * crowd) / mask.data.length, 9);
      expect(regions[0]!.fluidity).toBe(crowd === 0 ? null : (100 * fast) / crowd);
    }
  });

  test('the mask is the sum of what two stages found', () => {
    const detector = detectorOf(whole);
    expect(detector.inspect()).toBeUndefined();
    const { mask } = show(detector, passersBy, { to: 3 }).at(-1)!;
    const { people, moving, picture, background } = detector.inspect()!;
    expect(Buffer.from(people.map((found, i) => found + moving[i]!)).equals(mask.data)).toBe(true);
    const standsOut = picture.filter((grey, i) => Math.abs(grey - background[i]!) > 20).length;
    expect(standsOut).toBeGreaterThan(0);
    expect(people.filter((found) => found).length).toBeGreaterThan(0.5 * standsOut);
  });

  test('the mask covers the whole picture, whatever the regions', () => {
    const part = show(detectorOf(middle), passersBy, { to: 3 });
    const all = show(detectorOf(whole), passersBy, { to: 3 });
    const masks = (analyses: CrowdAnalysis[]) =>
      Buffer.concat(analyses.map(({ mask }) => mask.data));
    expect(masks(part).equals(masks(all))).toBe(true);
    expect(last(part).occupancy).not.toBe(last(all).occupancy);
  });

  test('a crowd that fills the picture is never more than 100 percent', () => {
    const floods: Script = (t) =>
      t < 1 ? [] : [{ x: -500 + Math.min(660, t * 200), y: 120, width: 1400, height: 1400 }];
    for (const { regions } of show(detectorOf(whole, concave, middle), floods, { to: 5 }))
      for (const { occupancy } of regions) expect(occupancy).toBeLessThanOrEqual(100);
  });
});

describe('events', () => {
  test.each([7, 25, 60])('there is none in the first second, at %d frames a second', (fps) => {
    const eager = region('whole', WHOLE, {
      sendOpticalFlowEvent: true,
      occupancyLevelMin: 0.1,
      occupancyNumFramesToEvent: 0,
      fluidityNumFramesToEvent: 0,
      opticalFlowNumFramesToEvent: 0,
    });
    const analyses = show(detectorOf(eager), passersBy, { fps, to: 2 });
    const early = analyses.filter(({ timestampMs }) => timestampMs < 1000);
    expect(eventsOf(early)).toEqual([]);
    const kinds = new Set(eventsOf(analyses).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['direction', 'occupancy', 'fluidity']));
  });

  const comesAndGoes: Script = (t) =>
    t < 1 || t > 6 ? [] : [{ x: -100 + (t - 1) * 100, y: 120, width: 140, height: 200 }];

  test('levels rise and fall with the hysteresis, and nobody is fluidity NONE, 0 percent', () => {
    const analyses = show(detectorOf(whole), comesAndGoes, { to: 8 });
    const occupancy = eventsOf(analyses).filter(({ kind }) => kind === 'occupancy');
    expect(occupancy[0]).toMatchObject({ level: 1, previousLevel: 0 });
    expect(occupancy.at(-1)).toMatchObject({ level: 0 });
    const fluidity = eventsOf(analyses).filter(({ kind }) => kind === 'fluidity');
    expect(fluidity.at(-1)).toMatchObject({ level: 0, percentage: 0 });
    expect(last(analyses)).toMatchObject({ fluidity: null, fluidityLevel: 0, occupancyLevel: 0 });
  });

  test('an event comes with the last of the frames it needs and carries that frame’s figure', () => {
    const analyses = show(detectorOf(whole), comesAndGoes, { to: 4 });
    const at = analyses.findIndex(({ events }) => events.some(({ kind }) => kind === 'occupancy'));
    const levels = analyses.slice(at - 5, at + 1).map(({ regions }) => regions[0]!.occupancy > 10);
    expect(levels).toEqual([false, true, true, true, true, true]);
    expect(analyses[at]!.events).toContainEqual({
      kind: 'occupancy',
      regionId: 'whole',
      percentage: analyses[at]!.regions[0]!.occupancy,
      level: 1,
      previousLevel: 0,
    });
  });
});

describe('takeOver', () => {
  test('a new detector goes on without warm-up and reports nothing twice', () => {
    const old = detectorOf(whole);
    show(old, arrives, { to: 6 });
    const detector = detectorOf(region('whole', WHOLE, { occupancyLevelMin: 3 }));
    detector.takeOver(old);
    old.close();
    const [first] = show(detector, arrives, { from: 6, to: 6.05 });
    expect(first!.regions[0]!.occupancy).toBeGreaterThan(0.7 * coverage(arrives(6)));
    expect(first!.events).toEqual([]);
  });

  test('both go on independently', () => {
    const [one, two] = [detectorOf(whole), detectorOf(whole)];
    show(one, arrives, { to: 3 });
    two.takeOver(one);
    const after = show(one, arrives, { from: 3, to: 5 });
    show(two, arrives, { from: 3, to: 5 }).forEach(({ mask, regions }, i) => {
      expect(regions).toEqual(after[i]!.regions);
      expect(Buffer.compare(mask.data, after[i]!.mask.data)).toBe(0);
    });
  });

  test('has no effect on pictures of another size', () => {
    const [old, detector] = [detectorOf(whole), detectorOf(whole)];
    show(old, arrives, { to: 3 });
    detector.takeOver(old);
    const analyses = show(detector, nobody, { from: 3, to: 4, height: 180 });
    expect(last(analyses).occupancy).toBe(0);
  });
});

describe('pictures', () => {
  test('of another size start anew', () => {
    const detector = detectorOf(whole);
    show(detector, passersBy, { to: 2 });
    const smaller = show(detector, nobody, {
      from: 2,
      to: 3,
      width: 200,
      height: 150,
      stride: 256,
    });
    expect(smaller[0]!.mask).toMatchObject({ width: 200, height: 150 });
    expect(Math.max(...smaller.map(({ regions }) => regions[0]!.occupancy))).toBe(0);
  });

  test('keep their aspect ratio when they are shrunk', () => {
    const { mask } = detectorOf(whole).process(paint([], 0, { width: 768, height: 576 }));
    expect(mask).toMatchObject({ width: 320, height: 240 });
  });

  test.each([1, 2, 3, 5, 16])('may be tiny: %d pixels', (side) => {
    const analyses = show(detectorOf(withDirection), nobody, {
      to: 0.5,
      width: side,
      height: side,
    });
    expect(last(analyses).occupancy).toBe(0);
  });

  test('that cannot be are refused with a reason', () => {
    const detector = detectorOf(whole);
    const frame = paint([], 0);
    for (const wrong of [
      { stride: 319 },
      { height: 241 },
      { width: 0 },
      { timestampMs: Number.NaN },
      { chroma: { u: new Uint8Array(160 * 120), v: new Uint8Array(160 * 119), stride: 160 } },
      { chroma: { u: new Uint8Array(159 * 120), v: new Uint8Array(159 * 120), stride: 159 } },
    ])
      expect(() => detector.process({ ...frame, ...wrong })).toThrow(
        expect.objectContaining({ code: 'FRAME_INVALID' }),
      );
  });

  test('after close are refused; closing twice is fine', () => {
    const detector = detectorOf(whole);
    detector.close();
    detector.close();
    expect(() => detector.process(paint([], 0))).toThrow(
      expect.objectContaining({ code: 'CLOSED' }),
    );
  });
});

test.each([0, 15, 320.5, 5000])('a processing width of %d is refused', (processingWidth) => {
  expect(() => new CrowdDetector({ regions: [whole], processingWidth })).toThrow(
    expect.objectContaining({ code: 'PROCESSING_WIDTH_INVALID' }),
  );
});
