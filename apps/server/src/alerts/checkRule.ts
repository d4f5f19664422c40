import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { ActiveHours, AlertRule, UpdateAlertRuleInput } from '@crowdlens/schema';
import { checkName } from '../checkInput.js';
import { badInput } from '../errors.js';
import type { Plain } from '../plain.js';
import { minutesOf } from './WeekSchedule.js';

const MAX_FOR_SECONDS = 3600;
const MAX_COOLDOWN_SECONDS = 24 * 3600;
const MAX_PERIODS = 14;
const LAST_MINUTE = 24 * 60;

/**
 * Checks a rule.
 *
 * @throws ApiError BAD_USER_INPUT naming the field, its bound and the value
 */
export function checkRule(rule: Plain<AlertRule>): AlertRule {
  checkName('name', rule.name);
  checkNumber('forSeconds', rule.forSeconds, MAX_FOR_SECONDS);
  checkNumber('cooldownSeconds', rule.cooldownSeconds, MAX_COOLDOWN_SECONDS);
  checkCondition(rule);
  if (rule.activeHours) checkHours(rule.activeHours);
  return rule;
}

/** What is undefined stays, and so does what must not be null. */
export function changedRule(rule: Plain<AlertRule>, changes: UpdateAlertRuleInput): AlertRule {
  return {
    ...rule,
    name: changes.name ?? rule.name,
    minLevel: changes.minLevel ?? rule.minLevel,
    directions: changes.directions ?? rule.directions,
    forSeconds: changes.forSeconds ?? rule.forSeconds,
    cooldownSeconds: changes.cooldownSeconds ?? rule.cooldownSeconds,
    activeHours: changes.activeHours === undefined ? rule.activeHours : changes.activeHours,
    enabled: changes.enabled ?? rule.enabled,
  };
}

function checkCondition({ kind, minLevel, directions }: Plain<AlertRule>): void {
  if (kind === CrowdEventKind.DIRECTION) {
    if (minLevel !== null) throw badInput(`minLevel: is not for DIRECTION, and was ${minLevel}.`);
    if (!directions || directions.length < 1 || directions.length > 8) {
      throw badInput(`directions: needs 1 to 8, not ${directions?.length ?? 'none'}.`);
    }
    return;
  }
  if (minLevel === null || minLevel === CrowdLevel.NONE) {
    throw badInput(`minLevel: must be MIN, MED or MAX for ${kind}, not ${String(minLevel)}.`);
  }
  if (directions) throw badInput(`directions: are for DIRECTION only, not for ${kind}.`);
}

function checkHours({ timeZone, periods }: ActiveHours): void {
  if (!isTimeZone(timeZone)) {
    throw badInput(
      `activeHours.timeZone: must be one of the IANA database such as Europe/Madrid, not "${timeZone.slice(0, 64)}".`,
    );
  }
  if (periods.length < 1 || periods.length > MAX_PERIODS) {
    throw badInput(`activeHours.periods: needs 1 to ${MAX_PERIODS}, not ${periods.length}.`);
  }
  periods.forEach(({ days, from, to }, index) => {
    const field = `activeHours.periods[${index}]`;
    if (days.length < 1 || days.length > 7) {
      throw badInput(`${field}.days: needs 1 to 7, not ${days.length}.`);
    }
    checkTime(`${field}.from`, from, 0, LAST_MINUTE - 1, '00:00 to 23:59');
    checkTime(`${field}.to`, to, 1, LAST_MINUTE, '00:01 to 24:00');
    if (from === to) throw badInput(`${field}: from and to must differ, and both are ${from}.`);
  });
}

function checkTime(field: string, time: string, min: number, max: number, range: string): void {
  const minutes = minutesOf(time);
  if (minutes >= min && minutes <= max) return;
  throw badInput(`${field}: must be from ${range}, not "${time.slice(0, 10)}".`);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkNumber(field: string, value: number, max: number): void {
  if (value >= 0 && value <= max) return;
  throw badInput(`${field}: must be from 0 to ${max}, not ${value}.`);
}
