import { describe, expect, test } from 'vitest';
import { region, WHOLE } from '../paintedScene.test.support.js';
import type { RegionOfInterest } from '../types.js';
import { RegionError } from './errors.js';
import { validateRegions } from './validate.js';

function codeOf(...regions: RegionOfInterest[]): string | undefined {
  try {
    validateRegions(regions);
    return undefined;
  } catch (error) {
    if (error instanceof RegionError) return error.code;
    throw error;
  }
}

describe('validateRegions', () => {
  test('takes convex and concave polygons, clockwise or not, and points in a row', () => {
    const concave = [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.5, 0.3],
      [0.9, 0.9],
    ] as const;
    const inRow = [
      [0, 0],
      [0.5, 0],
      [1, 0],
      [0.5, 1],
    ] as const;
    const regions = [
      region('a', WHOLE),
      region('b', concave),
      region('c', concave.toReversed()),
      region('d', inRow),
    ];
    expect(validateRegions(regions)).toEqual(regions);
    expect(validateRegions([])).toEqual([]);
  });

  test.each([
    [
      'REGION_TOO_FEW_POINTS',
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      'REGION_POINT_OUTSIDE',
      [
        [0, 0],
        [1.01, 0],
        [1, 1],
      ],
    ],
    [
      'REGION_POINT_OUTSIDE',
      [
        [0, 0],
        [Number.NaN, 0],
        [1, 1],
      ],
    ],
    [
      'REGION_NO_AREA',
      [
        [0, 0],
        [0.5, 0.5],
        [1, 1],
      ],
    ],
    [
      'REGION_SELF_CROSSING',
      [
        [0, 0],
        [1, 1],
        [1, 0.2],
        [0, 1],
      ],
    ],
    [
      'REGION_SELF_CROSSING',
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0.5, 0],
        [0, 1],
      ],
    ],
    [
      'REGION_SELF_CROSSING',
      [
        [0, 0],
        [1, 0],
        [0.5, 0],
        [0.5, 1],
      ],
    ],
    [
      'REGION_SELF_CROSSING',
      [
        [0, 0],
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    ],
  ] as const)('refuses a polygon with %s: %j', (code, points) => {
    expect(codeOf(region('a', points))).toBe(code);
  });

  test('refuses empty and repeated ids, and names the region', () => {
    expect(codeOf(region(' ', WHOLE))).toBe('REGION_ID_INVALID');
    expect(codeOf(region('gate', WHOLE), region('gate', WHOLE))).toBe('REGION_ID_DUPLICATE');
    expect(() => validateRegions([region('gate', [])])).toThrow(/"gate"/);
  });

  test.each([
    { occupancyLevelMin: 35 },
    { occupancyLevelMax: 101 },
    { fluidityLevelMin: -1 },
    { fluidityLevelMed: Number.NaN },
    { fluidityLevelMin: '5' as unknown as number },
    { occupancyNumFramesToEvent: 1.5 },
    { fluidityNumFramesToEvent: -1 },
    { opticalFlowNumFramesToReset: Number.POSITIVE_INFINITY },
    { opticalFlowAngleOffset: Number.NaN },
  ])('refuses the config %j', (config) => {
    expect(codeOf(region('a', WHOLE, config))).toBe('REGION_CONFIG_INVALID');
  });
});
