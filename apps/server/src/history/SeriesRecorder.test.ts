import { CrowdLevel } from '@crowdlens/schema';
import { expect, test } from 'vitest';
import type { SeriesRow } from './HistoryStore.js';
import { SeriesRecorder } from './SeriesRecorder.js';

function record(): { recorder: SeriesRecorder; rows: SeriesRow[] } {
  const rows: SeriesRow[] = [];
  return { recorder: new SeriesRecorder((row) => rows.push(row)), rows };
}

const frame = (
  milliseconds: number,
  occupancy: number,
  fluidity: number | null = null,
  direction: number | null = null,
) => ({
  broadcastId: 'main',
  at: new Date(milliseconds),
  regions: [
    {
      regionId: 'a',
      occupancy,
      occupancyLevel: occupancy > 50 ? CrowdLevel.MED : CrowdLevel.NONE,
      fluidity,
      fluidityLevel: CrowdLevel.NONE,
      direction,
      compass: null,
    },
  ],
});

test('a second is told when the next one begins', () => {
  const { recorder, rows } = record();
  recorder.add(frame(5000, 10, 40, 90));
  recorder.add(frame(5400, 60, 20, 270));
  recorder.add(frame(5800, 80, null, 90));
  recorder.add(frame(5999, 90));
  expect(rows).toEqual([]);
  recorder.add(frame(6000, 0));
  expect(rows).toEqual([
    {
      regionId: 'a',
      start: 5,
      count: 4,
      occupancySum: 240,
      occupancyMin: 10,
      occupancyMax: 90,
      fluidityCount: 2,
      fluiditySum: 60,
      fluidityMin: 20,
      fluidityMax: 40,
      directionX: 1,
      directionY: expect.closeTo(0),
      secondsNone: 0.25,
      secondsMin: 0,
      secondsMed: 0.75,
      secondsMax: 0,
    },
  ]);
});

test('the end tells what there is, once', () => {
  const { recorder, rows } = record();
  recorder.end();
  recorder.add(frame(5000, 10));
  recorder.end();
  recorder.end();
  expect(rows).toMatchObject([{ start: 5, count: 1, fluidityMin: null }]);
});

test('a clock that is put back writes no second anew', () => {
  const { recorder, rows } = record();
  recorder.add(frame(5000, 10));
  recorder.add(frame(2000, 30));
  recorder.add(frame(6000, 10));
  expect(rows).toMatchObject([{ start: 5, count: 2, occupancySum: 40 }]);
});
