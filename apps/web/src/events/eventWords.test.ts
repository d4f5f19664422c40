import { describe, expect, it } from 'vitest';
import { eventWords, formatDegrees, formatPercentage } from './eventWords.js';

const common = { id: '1', regionId: 'all', sequence: 1, at: '2026-01-01T00:00:00.000Z' };

describe('eventWords', () => {
  it('says which way a level went', () => {
    const base = { ...common, percentage: 41.6 };
    expect(
      eventWords({ ...base, __typename: 'OccupancyEvent', level: 'MED', previousLevel: 'MIN' }),
    ).toEqual({
      kind: 'occupancy',
      title: 'Occupancy',
      change: 'rose to medium',
      value: '42\u00a0%',
    });
    expect(
      eventWords({ ...base, __typename: 'FluidityEvent', level: 'NONE', previousLevel: 'MAX' }),
    ).toEqual({ kind: 'fluidity', title: 'Fluidity', change: 'fell to none', value: '42\u00a0%' });
  });

  it('names the compass point of a direction', () => {
    expect(
      eventWords({ ...common, __typename: 'DirectionEvent', angle: 359.6, compass: 'N' }),
    ).toEqual({ kind: 'direction', title: 'Direction', change: 'towards north', value: '0°' });
  });
});

it('writes a dash for what is not measured', () => {
  expect(formatPercentage(null)).toBe('–');
  expect(formatPercentage(undefined)).toBe('–');
  expect(formatPercentage(0)).toBe('0\u00a0%');
});

it('never writes 360°', () => {
  expect(formatDegrees(360)).toBe('0°');
  expect(formatDegrees(92.5)).toBe('93°');
});
