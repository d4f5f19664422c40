import { describe, expect, it } from 'vitest';
import type { MeasurementFrame } from '../api/operations/measurements.js';
import { HISTORY_SECONDS, MeasurementHistory } from './measurementHistory.js';

function frame(second: number, ...regionIds: string[]): MeasurementFrame {
  return {
    at: new Date(second * 1000).toISOString(),
    regions: regionIds.map((regionId) => ({
      regionId,
      occupancy: second,
      occupancyLevel: 'NONE',
      fluidity: null,
      fluidityLevel: 'NONE',
      direction: null,
      compass: null,
    })),
  };
}

describe('MeasurementHistory', () => {
  it('keeps the values of each region apart', () => {
    const history = new MeasurementHistory();
    history.add(frame(1, 'a', 'b'));
    history.add(frame(2, 'a', 'b'));
    expect(history.of('a')).toEqual({
      times: [1, 2],
      occupancy: [1, 2],
      fluidity: [null, null],
      direction: [null, null],
    });
    expect(history.of('c').times).toEqual([]);
  });

  it('keeps only the last minutes', () => {
    const history = new MeasurementHistory();
    for (let second = 0; second <= HISTORY_SECONDS + 50; second += 1)
      history.add(frame(second, 'a'));
    expect(history.of('a').times[0]).toBe(50);
    expect(history.of('a').occupancy).toHaveLength(HISTORY_SECONDS + 1);
  });

  it('shows a pause as a gap', () => {
    const history = new MeasurementHistory();
    history.add(frame(1, 'a'));
    history.add(frame(60, 'a'));
    expect(history.of('a').occupancy).toEqual([1, null, 60]);
  });

  it('ignores what comes late or twice', () => {
    const history = new MeasurementHistory();
    for (const second of [2, 1, 2, 3]) history.add(frame(second, 'a'));
    expect(history.of('a').times).toEqual([2, 3]);
  });

  it('leaves a region empty before it was measured', () => {
    const history = new MeasurementHistory();
    history.add(frame(1, 'a'));
    history.add(frame(2, 'a', 'b'));
    expect(history.of('b')).toMatchObject({ times: [1, 2], occupancy: [null, 2] });
  });

  it('forgets a region that is gone', () => {
    const history = new MeasurementHistory();
    history.add(frame(1, 'a', 'b'));
    history.add(frame(2, 'b'));
    expect(history.of('a').times).toEqual([]);
  });
});
