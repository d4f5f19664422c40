import { describe, expect, it } from 'vitest';
import { createInput, draftOf, endOf, newRule, timeInput, updateInput } from './ruleDraft.js';

describe('what the server is told', () => {
  const draft = { ...newRule('plaza'), name: 'Too full', directions: ['N'] as const };

  it('has a level for how full it is, directions for where to, never both', () => {
    expect(createInput('main', draft)).toMatchObject({ regionId: 'plaza', minLevel: 'MAX' });
    expect(createInput('main', draft)).not.toHaveProperty('directions');
    const direction = createInput('main', { ...draft, kind: 'DIRECTION' });
    expect(direction).toMatchObject({ kind: 'DIRECTION', directions: ['N'] });
    expect(direction).not.toHaveProperty('minLevel');
  });

  it('of a change leaves out what cannot be changed, and says when the hours are gone', () => {
    const input = updateInput('rule-1', draft);
    expect(input).toMatchObject({ id: 'rule-1', activeHours: null });
    expect(input).not.toHaveProperty('kind');
    expect(input).not.toHaveProperty('regionId');
  });
});

it('a rule that is edited and not changed is told as it was', () => {
  const activeHours = {
    timeZone: 'Europe/Madrid',
    periods: [{ days: ['FRIDAY' as const], from: '20:00', to: '03:00' }],
  };
  const rule = { ...newRule('plaza'), id: 'r', name: 'Night', directions: null, activeHours };
  const { hours: _, ...plain } = rule;
  expect(updateInput('r', draftOf(plain))).toMatchObject({ name: 'Night', activeHours });
});

it('midnight as an end is 24:00 to the server, 00:00 to a field', () => {
  expect(timeInput('24:00')).toBe('00:00');
  expect(endOf('00:00')).toBe('24:00');
  expect(endOf('03:00')).toBe('03:00');
});
