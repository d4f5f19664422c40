import { expect, test } from 'vitest';
import { CrowdDetector } from './detector.js';
import { paint, region, WHOLE } from './paintedScene.test.support.js';
import type { RegionMeasurement } from './types.js';

test('rows that lie further apart from some frame on change nothing', () => {
  const [steady, changing] = [1, 2].map(
    () => new CrowdDetector({ regions: [region('whole', WHOLE)] }),
  ) as [CrowdDetector, CrowdDetector];
  const expected: RegionMeasurement[] = [];
  const found: RegionMeasurement[] = [];
  for (let i = 0; i < 24; i++) {
    const figures = i < 6 ? [] : [{ x: 40 + 6 * i, y: 120, width: 30, height: 80 }];
    expected.push(...steady.process(paint(figures, 80 * i)).regions);
    const stride = i < 12 ? 320 : 384;
    found.push(...changing.process(paint(figures, 80 * i, { stride })).regions);
  }
  expect(found).toEqual(expected);
  expect(found.at(-1)!.occupancy).toBeGreaterThan(1);
});

test('only as many bytes are read as a frame needs', () => {
  const detector = new CrowdDetector({ regions: [region('whole', WHOLE)] });
  const frame = paint([], 0, { stride: 384 });
  const short = frame.data.subarray(0, 384 * 239 + 320);
  const long = new Uint8Array(2 * frame.data.length);
  long.set(frame.data);
  for (const data of [frame.data, short, long])
    expect(detector.process({ ...frame, data }).regions[0]!.occupancy).toBe(0);
});

test('a camera that loses its colours and finds them again goes on with what it has learnt', () => {
  const detector = new CrowdDetector({ regions: [region('whole', WHOLE)] });
  const plane = () => new Uint8Array(160 * 120).fill(120);
  const chroma = { u: plane(), v: plane(), stride: 160 };
  const figures = [{ x: 160, y: 120, width: 30, height: 80 }];
  for (let i = 0; i < 12; i++) detector.process({ ...paint([], 80 * i), chroma });
  for (let i = 12; i < 18; i++) {
    const frame = paint(figures, 80 * i);
    const { regions } = detector.process(i === 15 ? frame : { ...frame, chroma });
    expect(regions[0]!.occupancy).toBeGreaterThan(1);
  }
});
