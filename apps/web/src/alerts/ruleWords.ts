/** Rules in words. */
import type { ActivePeriod, AlertRule, CompassPoint, Weekday } from '../api/operations/alerts.js';
import type { CrowdEventKind } from '../api/operations/events.js';
import type { CrowdLevel } from '../api/operations/measurements.js';
import { alertsText } from '../text/alertsText.js';
import { locale, t } from '../text/text.js';
import { formatDuration } from '../ui/duration.js';
import { WEEKDAYS } from './ruleDraft.js';

/** Any Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const DAY_NAME = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });

/** `Mon`. */
export function dayName(day: Weekday): string {
  return DAY_NAME.format(MONDAY_MS + WEEKDAYS.indexOf(day) * DAY_MS);
}

export function kindName(kind: CrowdEventKind): string {
  return t.events.filter.kindNames[kind];
}

/** `Occupancy: high or more · for 0:30 · then quiet for 5:00 · Fri, Sat 20:00–03:00`. */
export function ruleWords(rule: AlertRule): string {
  const words = alertsText.summary;
  return [
    conditionWords(rule),
    ...(rule.forSeconds > 0 ? [words.lasting(formatDuration(rule.forSeconds * 1000))] : []),
    ...(rule.cooldownSeconds > 0
      ? [words.cooldown(formatDuration(rule.cooldownSeconds * 1000))]
      : []),
    ...(rule.activeHours?.periods.map(periodWords) ?? []),
  ].join(' · ');
}

/** Also the name of a rule to which nobody has given one. */
export function conditionWords(rule: {
  kind: CrowdEventKind;
  minLevel: CrowdLevel | null;
  directions: readonly CompassPoint[] | null;
}): string {
  const words = alertsText.summary;
  return rule.kind === 'DIRECTION'
    ? words.directions((rule.directions ?? []).map((point) => t.compass[point]).join(', '))
    : words.level(kindName(rule.kind), t.levels[rule.minLevel ?? 'MAX']);
}

function periodWords({ days, from, to }: ActivePeriod): string {
  return `${days.map(dayName).join(', ')} ${from}–${to}`;
}
