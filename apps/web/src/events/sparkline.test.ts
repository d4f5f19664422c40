import { describe, expect, it } from 'vitest';
import { rose, SECTORS, sparkPath } from './sparkline.js';

describe('sparkPath', () => {
  it('ends at the newest value and averages in steps of two seconds', () => {
    expect(sparkPath([8.5, 9.5, 12], [20, 40, 100], 180, 10)).toBe('M177.0 7.0L179.0 0.0');
  });

  it('leaves a gap where nothing was measured', () => {
    expect(sparkPath([0, 2, 4], [50, null, 50], 180, 10).match(/M/g)).toHaveLength(2);
  });

  it('leaves out what is older than three minutes', () => {
    expect(sparkPath([0, 1000], [50, 50], 180, 10)).toBe('M179.0 5.0');
  });

  it('is empty without values', () => {
    expect(sparkPath([], [], 180, 10)).toBe('');
  });
});

describe('rose', () => {
  it('counts sectors, the top one over the seam', () => {
    const petals = rose([1, 2, 3, 4], [355, 5, 90, null]);
    expect(petals).toHaveLength(SECTORS);
    expect(petals[0]).toBe(1);
    expect(petals[4]).toBe(0.5);
    expect(petals[8]).toBe(0);
  });

  it('forgets what is older than three minutes', () => {
    expect(rose([0, 1000], [90, 180])[4]).toBe(0);
  });
});
