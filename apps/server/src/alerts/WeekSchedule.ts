import { Weekday } from '@crowdlens/schema';
import type { ActiveHours } from '@crowdlens/schema';

const MINUTES_OF_DAY = 24 * 60;
const DAYS = Object.values(Weekday);

interface Span {
  readonly days: readonly number[];
  /** Minutes since the beginning of the day. */
  readonly from: number;
  readonly to: number;
}

/** Says whether a moment is within some hours of the week, as clocks show them in a time zone. */
export class WeekSchedule {
  readonly #clock: Intl.DateTimeFormat;
  readonly #spans: readonly Span[];

  /** @throws RangeError for a time zone that is not known */
  constructor({ timeZone, periods }: ActiveHours) {
    this.#clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    this.#spans = periods.map(({ days, from, to }) => ({
      days: days.map((day) => DAYS.indexOf(day)),
      from: minutesOf(from),
      to: minutesOf(to),
    }));
  }

  /** @param at - milliseconds since 1970 */
  includes(at: number): boolean {
    const parts = this.#clock.formatToParts(at);
    const shown = (type: string) => parts.find((part) => part.type === type)!.value;
    const day = DAYS.indexOf(shown('weekday').toUpperCase() as Weekday);
    const minute = Number(shown('hour')) * 60 + Number(shown('minute'));
    return this.#spans.some(({ days, from, to }) => {
      if (from < to) return days.includes(day) && minute >= from && minute < to;
      // It goes on through midnight: the evening of its day, or the morning behind it.
      const dayBefore = (day + DAYS.length - 1) % DAYS.length;
      return (days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < to);
    });
  }
}

/** @returns minutes since the beginning of the day; NaN for what is no time of a day: 00:00 to 24:00 */
export function minutesOf(time: string): number {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(time) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return total <= MINUTES_OF_DAY ? total : Number.NaN;
}
