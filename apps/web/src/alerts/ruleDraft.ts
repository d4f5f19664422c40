/** A rule while it is edited, and what the server is told of it. */
import type {
  ActiveHours,
  ActivePeriod,
  AlertRule,
  CompassPoint,
  CreateAlertRuleInput,
  UpdateAlertRuleInput,
  Weekday,
} from '../api/operations/alerts.js';
import type { CrowdEventKind } from '../api/operations/events.js';
import type { CrowdLevel } from '../api/operations/measurements.js';

export const WEEKDAYS = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const satisfies Weekday[];

/** Levels that a rule can begin at. */
export const RULE_LEVELS = ['MIN', 'MED', 'MAX'] as const satisfies CrowdLevel[];

/** The server takes so many periods in one rule. */
export const MAX_PERIODS = 14;

export interface RuleDraft {
  /** Undefined for a new one. */
  readonly id: string | undefined;
  readonly regionId: string;
  readonly name: string;
  readonly kind: CrowdEventKind;
  /** Of occupancy and fluidity. */
  readonly minLevel: CrowdLevel;
  /** Of direction. */
  readonly directions: readonly CompassPoint[];
  /** Seconds. */
  readonly forSeconds: number;
  /** Seconds. */
  readonly cooldownSeconds: number;
  /** Null: always. */
  readonly hours: ActiveHours | null;
  readonly enabled: boolean;
}

/** With what the server would choose, too. */
export function newRule(regionId: string): RuleDraft {
  return {
    id: undefined,
    regionId,
    name: '',
    kind: 'OCCUPANCY',
    minLevel: 'MAX',
    directions: [],
    forSeconds: 5,
    cooldownSeconds: 60,
    hours: null,
    enabled: true,
  };
}

export function draftOf({ minLevel, directions, activeHours, ...rule }: AlertRule): RuleDraft {
  return {
    ...rule,
    minLevel: minLevel ?? 'MAX',
    directions: directions ?? [],
    hours: activeHours,
  };
}

/** Working days, in the zone of this browser. */
export function usualHours(): ActiveHours {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { timeZone, periods: [usualPeriod()] };
}

export function usualPeriod(): ActivePeriod {
  return { days: WEEKDAYS.slice(0, 5), from: '08:00', to: '20:00' };
}

export function createInput(broadcastId: string, draft: RuleDraft): CreateAlertRuleInput {
  const { regionId, kind } = draft;
  return { broadcastId, regionId, kind, ...changeable(draft) };
}

/** What cannot be changed of a rule is its region and its kind. */
export function updateInput(id: string, draft: RuleDraft): UpdateAlertRuleInput {
  return { id, ...changeable(draft) };
}

/** The end of a period as `<input type="time">` has it, which knows no 24:00. */
export function timeInput(time: string): string {
  return time === '24:00' ? '00:00' : time;
}

/** The other way round: a period cannot end when the day begins. */
export function endOf(input: string): string {
  return input === '00:00' ? '24:00' : input;
}

function changeable(draft: RuleDraft) {
  const { name, kind, minLevel, directions, forSeconds, cooldownSeconds, hours, enabled } = draft;
  const condition = kind === 'DIRECTION' ? { directions: [...directions] } : { minLevel };
  return { name, ...condition, forSeconds, cooldownSeconds, activeHours: hours, enabled };
}
