import { CrowdLevel } from '@crowdlens/schema';
import { describe, expect, test } from 'vitest';
import { WHOLE_FRAME } from '../broadcast/regions.js';
import { OriginalDetector } from './OriginalDetector.js';
import type { CrowdEventData, CrowdEventKindName } from './readings.js';

const timestampMillis = '1795360617106';

function readEvent(detector: OriginalDetector, kind: CrowdEventKindName, data: CrowdEventData) {
  return detector.read(kind, { roiID: 'all', timestampMillis, ...data })[0];
}

describe('angles run clockwise from the top', () => {
  test.each([
    [0, 90],
    [90, 0],
    [180, 270],
    [270, 180],
    [359, 91],
    [-45, 135],
  ])('%i becomes %i', (directionAngle, angle) => {
    const detector = new OriginalDetector([WHOLE_FRAME]);
    expect(readEvent(detector, 'direction', { directionAngle })).toMatchObject({ angle });
  });
});

describe('fluidity is the share that moves', () => {
  test('the level is taken anew from the thresholds', () => {
    const detector = new OriginalDetector([WHOLE_FRAME]);
    readEvent(detector, 'occupancy', { occupancyPercentage: 70, occupancyLevel: 3 });
    expect(
      readEvent(detector, 'fluidity', { fluidityPercentage: 60, fluidityLevel: 2 }),
    ).toMatchObject({ percentage: 40, level: CrowdLevel.MED });
    expect(
      readEvent(detector, 'fluidity', { fluidityPercentage: 0, fluidityLevel: 0 }),
    ).toMatchObject({ percentage: 100, level: CrowdLevel.MAX });
  });

  test('zero means nobody when nobody is there', () => {
    const detector = new OriginalDetector([WHOLE_FRAME]);
    expect(
      readEvent(detector, 'fluidity', { fluidityPercentage: 0, fluidityLevel: 0 }),
    ).toMatchObject({ percentage: 0, level: CrowdLevel.NONE });
  });
});

test('the last known values stand in for measurements', () => {
  const detector = new OriginalDetector([WHOLE_FRAME]);
  const data = { roiID: 'all', timestampMillis, occupancyPercentage: 139, occupancyLevel: 3 };
  expect(detector.read('occupancy', data)).toEqual([
    {
      kind: 'occupancy',
      at: new Date(1_795_360_617_106),
      regionId: 'all',
      percentage: 100,
      level: CrowdLevel.MAX,
    },
    {
      kind: 'measurements',
      at: new Date(1_795_360_617_106),
      regions: [
        {
          regionId: 'all',
          occupancy: 100,
          occupancyLevel: CrowdLevel.MAX,
          fluidity: null,
          fluidityLevel: CrowdLevel.NONE,
          direction: null,
        },
      ],
    },
  ]);
});

test('a region that is not configured is ignored', () => {
  expect(new OriginalDetector([]).read('direction', { roiId: 'x', directionAngle: 1 })).toEqual([]);
});
