import { expect, it } from 'vitest';
import type { Alert } from '../api/operations/alerts.js';
import { mergeAlerts } from './alertList.js';

function alert(id: string, minute: number, endedAt: string | null): Alert {
  return { id, raisedAt: `2026-05-01T10:0${minute}:00Z`, endedAt } as Alert;
}

it('has the open ones first, then the newest', () => {
  const known = [alert('a', 1, null), alert('b', 2, '2026-05-01T10:08:00Z')];
  const merged = mergeAlerts(known, [alert('c', 3, '2026-05-01T10:09:00Z'), alert('d', 4, null)]);
  expect(merged.map(({ id }) => id)).toEqual(['d', 'a', 'c', 'b']);
});

it('has each alert once, as it is after the change', () => {
  const ended = '2026-05-01T10:08:00Z';
  expect(mergeAlerts([alert('a', 1, null)], [alert('a', 1, ended)])).toEqual([
    alert('a', 1, ended),
  ]);
});
