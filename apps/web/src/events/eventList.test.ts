import { expect, it } from 'vitest';
import type { CrowdEvent } from '../api/operations/events.js';
import { MAX_EVENTS, mergeEvents } from './eventList.js';

function event(sequence: number, second = sequence): CrowdEvent {
  return {
    __typename: 'OccupancyEvent',
    id: `e${sequence}`,
    regionId: 'all',
    sequence,
    at: new Date(second * 1000).toISOString(),
    percentage: 50,
    level: 'MED',
    previousLevel: 'MIN',
  };
}

const ids = (list: CrowdEvent[]) => list.map(({ id }) => id);

it('puts the newest first, whatever the order of arrival', () => {
  expect(ids(mergeEvents([event(2)], [event(1), event(3)]))).toEqual(['e3', 'e2', 'e1']);
});

it('takes an event once', () => {
  expect(ids(mergeEvents([event(2), event(1)], [event(2), event(3)]))).toEqual(['e3', 'e2', 'e1']);
});

it('orders events of one instant by their number', () => {
  expect(ids(mergeEvents([], [event(1, 9), event(3, 9), event(2, 9)]))).toEqual(['e3', 'e2', 'e1']);
});

it('drops the oldest half beyond its bound', () => {
  const many = Array.from({ length: MAX_EVENTS + 5 }, (_, i) => event(i));
  const list = mergeEvents([], many);
  expect(list).toHaveLength(MAX_EVENTS / 2);
  expect(list.at(-1)?.id).toBe(`e${MAX_EVENTS / 2 + 5}`);
});
