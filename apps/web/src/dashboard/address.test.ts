import { expect, test } from 'vitest';
import { eventsPath, viewOf, type DashboardView } from './address.js';

const NOTHING: DashboardView = { days: 7, end: undefined, at: undefined, regions: undefined };

test('a view survives its address', () => {
  const view: DashboardView = {
    days: 30,
    end: Date.parse('2026-02-01T00:00:00Z'),
    at: Date.parse('2026-01-05T17:30:12.345Z'),
    regions: [
      { broadcastId: 'main', regionId: 'door' },
      { broadcastId: 'gate-2', regionId: 'a/b c' },
    ],
  };
  expect(viewOf(new URL(eventsPath(view), 'http://x').search)).toEqual(view);
});

test.each(['', '?days=8&end=soon&at=&region=door&region=/x'])(
  'what "%s" does not say is as usual',
  (search) => {
    expect(viewOf(search)).toEqual(NOTHING);
  },
);
