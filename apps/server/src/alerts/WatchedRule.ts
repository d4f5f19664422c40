import { AlertEnding } from '@crowdlens/schema';
import type { Alert, AlertRule } from '@crowdlens/schema';
import type { LogName } from '../history/HistoryStore.js';
import type { Plain } from '../plain.js';
import type { AlertHappening, AlertJournal } from './AlertJournal.js';
import { RuleWatch } from './RuleWatch.js';
import type { Sight, Verdict } from './RuleWatch.js';

/** Between two writings of a growing peak. */
const PEAK_INTERVAL_MS = 5000;
/** Between two writings of an alert that only lasts. */
const LASTING_INTERVAL_MS = 60_000;

/** A rule that is in force, and the alert that it has raised. */
export class WatchedRule {
  readonly #watch: RuleWatch;
  readonly #name: LogName;
  readonly #journal: AlertJournal;
  #open: { readonly number: number; alert: Plain<Alert> } | undefined;
  #writtenAt = 0;

  constructor(rule: AlertRule, name: LogName, journal: AlertJournal) {
    this.#watch = new RuleWatch(rule);
    this.#name = name;
    this.#journal = journal;
  }

  get rule(): AlertRule {
    return this.#watch.rule;
  }

  get openAlert(): Plain<Alert> | undefined {
    return this.#open?.alert;
  }

  change(rule: AlertRule): void {
    this.#watch.change(rule);
  }

  /** An alert of its own ended at this time, before the server was started. */
  endedBefore(at: Date): void {
    this.#watch.endedBefore(at.getTime());
  }

  /** Goes on with an alert that was open when the server ended. */
  resume(number: number, alert: Plain<Alert>): void {
    const { peak, peakLevel, peakAt, lastSeenAt } = alert;
    const isLevel = peak !== null && peakLevel !== null && peakAt !== null;
    const before = isLevel ? { value: peak, level: peakLevel, at: peakAt.getTime() } : undefined;
    this.#watch.resume(lastSeenAt.getTime(), before);
    this.#open = { number, alert };
  }

  /** @param sight - of the rule's kind, in its region */
  see(sight: Sight, at: number): void {
    this.#settle(this.#watch.see(sight, at), at);
  }

  /** Time has passed. */
  pass(at: number): void {
    this.#settle(this.#watch.pass(at), at);
    if (this.#open) this.#tell(at);
  }

  /** Nobody looks for a while. */
  pause(): void {
    this.#watch.pause();
  }

  /** Ends the alert, if one is open. Resolves when that is on the disk. */
  async end(ending: AlertEnding): Promise<void> {
    const verdict = this.#watch.end();
    if (verdict?.kind === 'ended') await this.#end(verdict.at, ending);
  }

  /** @param by - who knows of it. Resolves when that is on the disk */
  async acknowledge(by: string): Promise<void> {
    if (!this.#open || this.#open.alert.acknowledgedAt !== null) return;
    const known = { acknowledgedAt: new Date(), acknowledgedBy: by };
    await this.#write({ ...this.#open.alert, ...known }, 'alert.acknowledged');
  }

  #settle(verdict: Verdict | undefined, at: number): void {
    if (verdict?.kind === 'raised') void this.#raise(verdict.since, at);
    if (verdict?.kind === 'ended') void this.#end(verdict.at, AlertEnding.CLEARED);
  }

  async #raise(since: number, at: number): Promise<void> {
    const { id, name, broadcastId, regionId, kind } = this.rule;
    const number = this.#journal.nextNumber();
    const alert: Plain<Alert> = {
      id: alertId(number),
      ruleId: id,
      ruleName: name,
      broadcastId,
      regionId,
      kind,
      beganAt: new Date(since),
      raisedAt: new Date(at),
      endedAt: null,
      ending: null,
      compass: this.#watch.compass,
      acknowledgedAt: null,
      acknowledgedBy: null,
      ...this.#present(),
    };
    this.#open = { number, alert };
    await this.#write(alert, 'alert.raised');
  }

  async #end(at: number, ending: AlertEnding): Promise<void> {
    if (!this.#open) return;
    const endedAt = new Date(at);
    const ended = this.#write(
      { ...this.#open.alert, lastSeenAt: endedAt, endedAt, ending },
      'alert.ended',
    );
    this.#open = undefined;
    await ended;
  }

  /** Writes how the open alert stands, from time to time. */
  #tell(at: number): void {
    const { alert } = this.#open!;
    const present = { ...alert, ...this.#present() };
    const isHigher = present.peak !== alert.peak || present.peakLevel !== alert.peakLevel;
    const isSeen = present.lastSeenAt > alert.lastSeenAt;
    const elapsed = at - this.#writtenAt;
    if (isHigher ? elapsed >= PEAK_INTERVAL_MS : isSeen && elapsed >= LASTING_INTERVAL_MS) {
      void this.#write(present);
    }
  }

  #present(): Pick<Alert, 'peak' | 'peakLevel' | 'peakAt' | 'lastSeenAt'> {
    const { peak, lastHeld } = this.#watch;
    return {
      peak: peak?.value ?? null,
      peakLevel: peak?.level ?? null,
      peakAt: peak ? new Date(peak.at) : null,
      lastSeenAt: new Date(lastHeld),
    };
  }

  #write(alert: Plain<Alert>, happening?: AlertHappening): Promise<void> {
    const open = this.#open!;
    open.alert = alert;
    this.#writtenAt = Date.now();
    return this.#journal.write({ name: this.#name, number: open.number, alert, happening });
  }
}

/** Unique over all broadcasts and restarts, as the number is. */
export function alertId(number: number): string {
  return number.toString(36);
}
