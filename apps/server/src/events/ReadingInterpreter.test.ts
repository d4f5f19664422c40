import { CompassPoint, CrowdLevel } from '@crowdlens/schema';
import { DEFAULT_REGION_CONFIG } from '@crowdlens/schema/regions';
import type { RegionOfInterest } from '@crowdlens/schema';
import { describe, expect, test } from 'vitest';
import { WHOLE_FRAME } from '../broadcast/regions.js';
import { compassPoint } from './compass.js';
import { ReadingInterpreter } from './ReadingInterpreter.js';

const at = new Date(1000);
const turned: RegionOfInterest = {
  id: 'all',
  name: null,
  color: null,
  points: WHOLE_FRAME.points,
  config: { ...DEFAULT_REGION_CONFIG, opticalFlowAngleOffset: 90 },
};

describe('the compass', () => {
  test.each([
    [0, 0, 'N'],
    [22, 0, 'N'],
    [23, 0, 'NE'],
    [90, 0, 'E'],
    [338, 0, 'N'],
    [270, 0, 'W'],
    // Turned a quarter counter-clockwise, its north lies to the left.
    [270, 90, 'N'],
    [0, -360, 'N'],
  ])('%i degrees on axes turned by %i is %s', (angle, offset, point) => {
    expect(compassPoint(angle, offset)).toBe(point);
  });
});

test('an event knows its revision and the level before', () => {
  const interpreter = new ReadingInterpreter(7, [WHOLE_FRAME]);
  const reading = { kind: 'occupancy', at, regionId: 'all', percentage: 40 } as const;
  expect(interpreter.event({ ...reading, level: CrowdLevel.MED })).toEqual({
    typeName: 'OccupancyEvent',
    regionId: 'all',
    at,
    revision: 7,
    percentage: 40,
    level: CrowdLevel.MED,
    previousLevel: CrowdLevel.NONE,
  });
  expect(interpreter.event({ ...reading, level: CrowdLevel.MAX })).toMatchObject({
    previousLevel: CrowdLevel.MED,
  });
  expect(interpreter.event({ ...reading, kind: 'fluidity', level: CrowdLevel.MIN })).toMatchObject({
    typeName: 'FluidityEvent',
    previousLevel: CrowdLevel.NONE,
  });
});

test('a direction gets its point of the region compass', () => {
  const interpreter = new ReadingInterpreter(1, [turned]);
  const reading = { kind: 'direction', at, regionId: 'all', angle: 270 } as const;
  expect(interpreter.event(reading)).toMatchObject({ angle: 270, compass: CompassPoint.N });
});

test('a region that is not there is ignored', () => {
  const interpreter = new ReadingInterpreter(1, []);
  expect(interpreter.event({ kind: 'direction', at, regionId: 'x', angle: 0 })).toBeUndefined();
});

test('measurements keep their values', () => {
  const region = {
    regionId: 'all',
    occupancy: 12.5,
    occupancyLevel: CrowdLevel.MIN,
    fluidity: null,
    fluidityLevel: CrowdLevel.NONE,
  };
  const frame = new ReadingInterpreter(1, [turned]).measurements('main', {
    kind: 'measurements',
    at,
    regions: [
      { ...region, direction: 0 },
      { ...region, direction: null },
    ],
  });
  expect(frame).toMatchObject({ broadcastId: 'main', at });
  expect(frame.regions.map(({ compass }) => compass)).toEqual([CompassPoint.E, null]);
});
