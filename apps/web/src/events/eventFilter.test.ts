import { describe, expect, it, test } from 'vitest';
import type { CrowdEvent } from '../api/operations/events.js';
import { apiFilter, conditions, exportPath, matches, NO_FILTER } from './eventFilter.js';

const event: CrowdEvent = {
  __typename: 'OccupancyEvent',
  id: 'e1',
  regionId: 'door',
  sequence: 1,
  at: '2026-01-01T10:00:00.000Z',
  percentage: 50,
  level: 'MED',
  previousLevel: 'MIN',
};
const AT = Date.parse(event.at);

describe('a filter', () => {
  test.each([
    [{}, true],
    [{ regionIds: ['door', 'hall'] }, true],
    [{ regionIds: ['hall'] }, false],
    [{ kinds: ['OCCUPANCY'] as const }, true],
    [{ kinds: ['FLUIDITY', 'DIRECTION'] as const }, false],
    [{ minLevel: 'MED' as const }, true],
    [{ minLevel: 'MAX' as const }, false],
    [{ from: AT }, true],
    [{ from: AT + 1 }, false],
    [{ to: AT }, false],
    [{ from: AT, to: AT + 1, regionIds: ['door'], minLevel: 'MIN' as const }, true],
  ])('%j lets an event of medium occupancy pass: %s', (differing, passes) => {
    expect(matches({ ...NO_FILTER, ...differing }, event)).toBe(passes);
  });

  it('lets directions pass whatever the level, as the server does', () => {
    const direction: CrowdEvent = {
      ...event,
      __typename: 'DirectionEvent',
      angle: 90,
      compass: 'E',
    };
    const {
      level: _level,
      percentage: _percentage,
      previousLevel: _previous,
      ...turned
    } = {
      ...direction,
    } as CrowdEvent & { level?: string; percentage?: number; previousLevel?: string };
    expect(matches({ ...NO_FILTER, minLevel: 'MAX' }, turned as CrowdEvent)).toBe(true);
  });

  it('says nothing to the API where nothing is asked', () => {
    expect(apiFilter(NO_FILTER)).toEqual({});
    expect(conditions(NO_FILTER)).toBe(0);
    expect(conditions({ ...NO_FILTER, minLevel: 'MIN', kinds: ['FLUIDITY'] })).toBe(2);
  });
});

test('an export asks for the same events', () => {
  const filter = { ...NO_FILTER, regionIds: ['a', 'b'], minLevel: 'MIN' as const, from: AT };
  expect(exportPath('main', 'csv', filter, undefined)).toBe(
    '/export/main/events.csv?regionIds=a%2Cb&minLevel=MIN&from=2026-01-01T10%3A00%3A00.000Z',
  );
  expect(exportPath('main', 'ndjson', NO_FILTER, 'a.b')).toBe(
    '/export/main/events.ndjson?access_token=a.b',
  );
});
