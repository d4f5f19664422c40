import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { AlertRule, CompassPoint } from '@crowdlens/schema';
import { WeekSchedule } from './WeekSchedule.js';

/** The present values of what a rule watches. */
export type Sight =
  | {
      /** Percent. */
      readonly value: number;
      readonly level: CrowdLevel;
    }
  | { readonly compass: CompassPoint | null };

/** The most that has been seen during an alert. */
export interface Peak {
  readonly value: number;
  readonly level: CrowdLevel;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a rule says of the moment that it was given. Times are milliseconds since 1970. */
export type Verdict =
  | { readonly kind: 'raised'; readonly since: number }
  | { readonly kind: 'ended'; readonly at: number };

/**
 * How long what an alert is about may be away without ending it. An edit of the regions, or a
 * camera that comes back, begins a new detector, which says nothing for a moment.
 */
export const GAP_MS = 5000;

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX];

/** Evaluates one rule. It has no clock: everything it knows of time it is told. */
export class RuleWatch {
  #rule: AlertRule;
  #schedule: WeekSchedule | undefined;
  /** What was seen last; undefined when nobody sees anything. */
  #sight: Sight | undefined;
  /** Since when the condition has held without a pause. */
  #since: number | undefined;
  #lookingSince = -Infinity;
  #lastHeld = -Infinity;
  #isOpen = false;
  /** Until when its last alert lasted; milliseconds since 1970. */
  #lastEnd = -Infinity;
  #peak: Peak | undefined;

  constructor(rule: AlertRule) {
    this.#rule = rule;
    this.#schedule = scheduleOf(rule);
  }

  get rule(): AlertRule {
    return this.#rule;
  }

  /** Whether its alert has been raised and has not ended. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Of the present alert, or of what may become one. */
  get peak(): Peak | undefined {
    return this.#peak;
  }

  /** When there was last what the rule watches for; milliseconds since 1970. */
  get lastHeld(): number {
    return this.#lastHeld;
  }

  /** Where the crowd moves to, as it was seen last. */
  get compass(): CompassPoint | null {
    return this.#sight && 'compass' in this.#sight ? this.#sight.compass : null;
  }

  /** Other conditions from now on; an open alert stays open while they hold. */
  change(rule: AlertRule): void {
    this.#rule = rule;
    this.#schedule = scheduleOf(rule);
  }

  /** Goes on with an alert that was raised before. */
  resume(lastHeld: number, peak?: Peak): void {
    this.#isOpen = true;
    this.#lastHeld = lastHeld;
    this.#peak = peak;
  }

  /** Its last alert ended at this time, milliseconds since 1970: the rule is quiet for its cooldown after that. */
  endedBefore(at: number): void {
    this.#lastEnd = Math.max(this.#lastEnd, at);
  }

  /** There are new values. */
  see(sight: Sight, at: number): Verdict | undefined {
    if (!this.#sight) this.#lookingSince = at;
    this.#sight = sight;
    return this.pass(at);
  }

  /** Time has passed; the values are still the same. */
  pass(at: number): Verdict | undefined {
    if (!this.#sight) return undefined;
    if (this.#holds(this.#sight, at)) return this.#held(this.#sight, at);
    this.#since = undefined;
    if (!this.#isOpen) this.#peak = undefined;
    // While nobody looked, it may have gone on.
    else if (at - Math.max(this.#lastHeld, this.#lookingSince) >= GAP_MS) return this.end();
    return undefined;
  }

  /** Nobody looks any more, or for a moment: an open alert stays open. */
  pause(): void {
    this.#sight = undefined;
    this.#since = undefined;
  }

  /** Ends the alert, if one is open. */
  end(): Verdict | undefined {
    this.#since = undefined;
    this.#peak = undefined;
    if (!this.#isOpen) return undefined;
    this.#isOpen = false;
    this.#lastEnd = this.#lastHeld;
    return { kind: 'ended', at: this.#lastHeld };
  }

  #held(sight: Sight, at: number): Verdict | undefined {
    this.#since ??= at;
    this.#lastHeld = at;
    if ('value' in sight) this.#peak = higher(this.#peak, { ...sight, at });
    const { forSeconds, cooldownSeconds } = this.#rule;
    const hasLasted = at - this.#since >= forSeconds * 1000;
    const isQuiet = at < this.#lastEnd + cooldownSeconds * 1000;
    if (this.#isOpen || !hasLasted || isQuiet) return undefined;
    this.#isOpen = true;
    return { kind: 'raised', since: this.#since };
  }

  #holds(sight: Sight, at: number): boolean {
    const { kind, minLevel, directions } = this.#rule;
    const isSeen =
      'compass' in sight
        ? sight.compass !== null && (directions ?? []).includes(sight.compass)
        : kind !== CrowdEventKind.DIRECTION &&
          LEVELS.indexOf(sight.level) >= LEVELS.indexOf(minLevel ?? CrowdLevel.MAX);
    return isSeen && (this.#schedule?.includes(at) ?? true);
  }
}

/** A level lags behind its value: the highest of each counts. */
function higher(before: Peak | undefined, now: Peak): Peak {
  if (!before) return now;
  const level = LEVELS.indexOf(now.level) > LEVELS.indexOf(before.level) ? now.level : before.level;
  if (now.value > before.value) return { ...now, level };
  return level === before.level ? before : { ...before, level };
}

function scheduleOf({ activeHours }: AlertRule): WeekSchedule | undefined {
  return activeHours ? new WeekSchedule(activeHours) : undefined;
}
