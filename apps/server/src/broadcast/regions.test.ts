import type { RegionOfInterestInput } from '@crowdlens/schema';
import { DEFAULT_REGION_CONFIG } from '@crowdlens/schema/regions';
import { describe, expect, test } from 'vitest';
import { checkProcessingWidth, checkRegions, WHOLE_FRAME } from './regions.js';

const square = WHOLE_FRAME.points;
const points = (...pairs: [number, number][]) => pairs.map(([x, y]) => ({ x, y }));
const region = (fields: Partial<RegionOfInterestInput>) =>
  checkRegions([{ id: 'a', points: square, ...fields }]);

test('what is left out has its default', () => {
  expect(region({ config: { occupancyLevelMax: 80, fluidityLevelMin: null } })).toEqual([
    {
      id: 'a',
      name: null,
      color: null,
      points: square,
      config: { ...DEFAULT_REGION_CONFIG, occupancyLevelMax: 80 },
    },
  ]);
});

test('a concave polygon and collinear points are fine', () => {
  expect(
    region({ points: points([0, 0], [1, 0], [0.5, 0.5], [1, 1], [0, 1], [0, 0.5]) }),
  ).toHaveLength(1);
});

test('no region at all is fine', () => {
  expect(checkRegions([])).toEqual([]);
});

describe('refused', () => {
  test.each<[string, Partial<RegionOfInterestInput>, string]>([
    [
      'two points',
      { points: points([0, 0], [1, 1]) },
      'regions[0].points: needs 3 to 64 points, not 2',
    ],
    [
      'outside',
      { points: points([0, 0], [1.5, 0], [0, 1]) },
      'regions[0].points[1].x: must be from 0 to 1, not 1.5',
    ],
    [
      'not a number',
      { points: points([0, 0], [1, Number.NaN], [0, 1]) },
      'points[1].y: must be from 0 to 1',
    ],
    ['a bow tie', { points: points([0, 0], [1, 1], [1, 0], [0, 1]) }, 'must not cross'],
    ['a spike', { points: points([0, 0], [1, 0], [0.5, 0], [0, 1]) }, 'must not cross'],
    ['a corner twice', { points: points([0, 0], [1, 0], [1, 0], [0, 1]) }, 'must not cross'],
    [
      'a touching corner',
      { points: points([0, 0], [1, 0], [1, 1], [0.5, 0], [0, 1]) },
      'must not cross',
    ],
    ['a line', { points: points([0, 0], [0.5, 0.5], [1, 1]) }, 'points:'],
    ['a speck', { points: points([0, 0], [0.001, 0], [0, 0.001]) }, 'must have an area'],
    ['a long id', { id: 'x'.repeat(65) }, 'regions[0].id: must have 1 to 64 characters, not 65'],
    ['an empty id', { id: '' }, 'regions[0].id: must have 1 to 64'],
    ['a blank id', { id: ' ' }, 'regions[0].id: must not be blank'],
    ['a colour', { color: 'red' }, 'regions[0].color: must be #rrggbb, not "red"'],
    [
      'equal levels',
      { config: { fluidityLevelMin: 35 } },
      'fluidityLevelMin < fluidityLevelMed < fluidityLevelMax must hold, not 35, 35, 65',
    ],
    [
      'a level',
      { config: { occupancyLevelMax: 101 } },
      'regions[0].config.occupancyLevelMax: must be from 0 to 100, not 101',
    ],
    [
      'frames',
      { config: { occupancyNumFramesToEvent: -1 } },
      'occupancyNumFramesToEvent: must be from 0 to 10000, not -1',
    ],
    [
      'an angle',
      { config: { opticalFlowAngleOffset: 400 } },
      'opticalFlowAngleOffset: must be from -360 to 360, not 400',
    ],
  ])('%s', (_, fields, message) => {
    expect(() => region(fields)).toThrow(message);
    expect(() => region(fields)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  test('an id twice, and too many', () => {
    const one = { id: 'a', points: square };
    expect(() => checkRegions([one, one])).toThrow('regions[1].id: "a" is there twice');
    const many = Array.from({ length: 33 }, (_, i) => ({ id: `r${i}`, points: square }));
    expect(() => checkRegions(many)).toThrow('at most 32 are allowed, not 33');
  });

  test('a processing width', () => {
    expect(checkProcessingWidth(160)).toBe(160);
    expect(() => checkProcessingWidth(1281)).toThrow('must be from 160 to 1280, not 1281');
  });
});
