import { Weekday } from '@crowdlens/schema';
import { expect, test } from 'vitest';
import { minutesOf, WeekSchedule } from './WeekSchedule.js';

const { MONDAY, FRIDAY, SATURDAY, SUNDAY } = Weekday;

const madrid = (days: Weekday[], from: string, to: string) =>
  new WeekSchedule({ timeZone: 'Europe/Madrid', periods: [{ days, from, to }] });

// 2026-11-23 is a Monday; Madrid is one hour ahead of UTC in winter, two in summer.
test.each([
  ['2026-11-23T07:59:59Z', false],
  ['2026-11-23T08:00:00Z', true],
  ['2026-11-23T16:59:59Z', true],
  ['2026-11-23T17:00:00Z', false],
  ['2026-11-24T12:00:00Z', false],
  ['2026-06-22T07:00:00Z', true],
  ['2026-06-22T16:00:00Z', false],
])('Monday from 9 to 18 in Madrid: %s is within: %s', (at, within) => {
  expect(madrid([MONDAY], '09:00', '18:00').includes(Date.parse(at))).toBe(within);
});

test.each([
  ['2026-11-27T20:59:00Z', false],
  ['2026-11-27T21:00:00Z', true],
  ['2026-11-28T04:59:00Z', true],
  ['2026-11-28T05:00:00Z', false],
  ['2026-11-28T21:00:00Z', false],
  ['2026-11-27T04:00:00Z', false],
])('Friday from 22 to 6 goes on into Saturday: %s is within: %s', (at, within) => {
  expect(madrid([FRIDAY], '22:00', '06:00').includes(Date.parse(at))).toBe(within);
});

test('a night from Sunday goes on into Monday, and a whole day ends at midnight', () => {
  const night = madrid([SUNDAY], '22:00', '06:00');
  expect(night.includes(Date.parse('2026-11-23T03:00:00Z'))).toBe(true);
  const day = madrid([SATURDAY], '00:00', '24:00');
  expect(day.includes(Date.parse('2026-11-28T22:59:00Z'))).toBe(true);
  expect(day.includes(Date.parse('2026-11-28T23:00:00Z'))).toBe(false);
});

test('of several periods any will do', () => {
  const schedule = new WeekSchedule({
    timeZone: 'UTC',
    periods: [
      { days: [MONDAY], from: '08:00', to: '09:00' },
      { days: [MONDAY], from: '17:00', to: '18:00' },
    ],
  });
  const within = (time: string) => schedule.includes(Date.parse(`2026-11-23T${time}Z`));
  expect(['08:30:00', '12:00:00', '17:30:00'].map(within)).toEqual([true, false, true]);
});

test.each(['9:00', '24:01', '12:60', 'noon', ''])('"%s" is no time of a day', (time) => {
  expect(minutesOf(time)).toBeNaN();
});
