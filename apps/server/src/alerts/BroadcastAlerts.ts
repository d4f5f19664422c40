import { AlertEnding, BroadcastState } from '@crowdlens/schema';
import type {
  AlertRule,
  Broadcast as BroadcastSnapshot,
  CrowdEventMessage,
  MeasurementFrame,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { Broadcast } from '../broadcast/Broadcast.js';
import { follow } from '../events/follow.js';
import type { StoredAlert } from '../history/AlertStore.js';
import type { HistoryStore, LogName } from '../history/HistoryStore.js';
import type { AlertJournal } from './AlertJournal.js';
import { eventSight, measuredSight } from './sights.js';
import { WatchedRule } from './WatchedRule.js';

const TICK_MS = 1000;
const MAX_OPEN = 1000;
/** Alerts that are read at once. */
const PAGE = 500;

/** What {@link BroadcastAlerts} needs. */
export interface BroadcastAlertsParts {
  readonly broadcast: Broadcast;
  readonly store: HistoryStore;
  readonly journal: AlertJournal;
  readonly log: Logger;
  /** How long after a start of the server its open alerts wait for the broadcast to come back, milliseconds. */
  readonly returnMs: number;
  /** Called when the broadcast is gone. */
  readonly onEnd: () => void;
}

/** The rules of one broadcast, and what they are told of it: events, measurements, its state and regions. */
export class BroadcastAlerts {
  readonly #name: LogName;
  readonly #journal: AlertJournal;
  readonly #rules = new Map<string, AlertRule>();
  /** The rules that are switched on. */
  readonly #watched = new Map<string, WatchedRule>();
  #state = BroadcastState.IDLE;
  #stop: () => void = () => {};

  /** @throws HistoryError */
  static async open(parts: BroadcastAlertsParts): Promise<BroadcastAlerts> {
    const { broadcast, store } = parts;
    const alerts = new BroadcastAlerts(parts);
    for (const rule of await store.alertRules(broadcast.events.name.log)) alerts.set(rule);
    await alerts.#recallCooldowns(broadcast.id, store);
    const open = await store.alerts(
      { broadcastId: broadcast.id, open: true },
      { by: 'number', after: 0, limit: MAX_OPEN },
    );
    open.forEach((alert) => alerts.#resume(alert));
    alerts.#follow(parts);
    return alerts;
  }

  private constructor({ broadcast, journal }: BroadcastAlertsParts) {
    this.#name = broadcast.events.name;
    this.#journal = journal;
  }

  get name(): LogName {
    return this.#name;
  }

  get rules(): AlertRule[] {
    return [...this.#rules.values()];
  }

  /** Puts a rule in the place of the one of its id, or adds it. */
  set(rule: AlertRule): void {
    this.#rules.set(rule.id, rule);
    const present = this.#watched.get(rule.id);
    if (!rule.enabled) this.#unwatch(rule.id);
    else if (present) present.change(rule);
    else this.#watched.set(rule.id, new WatchedRule(rule, this.#name, this.#journal));
  }

  remove(ruleId: string): void {
    this.#rules.delete(ruleId);
    this.#unwatch(ruleId);
  }

  /** The rule whose open alert this is. */
  ruleOf(alertId: string): WatchedRule | undefined {
    return [...this.#watched.values()].find(({ openAlert }) => openAlert?.id === alertId);
  }

  /** Open alerts stay open: they are taken up when the server is back. */
  close(): void {
    this.#stop();
  }

  #unwatch(ruleId: string): void {
    void this.#watched.get(ruleId)?.end(AlertEnding.RULE_REMOVED);
    this.#watched.delete(ruleId);
  }

  /** A rule that was quiet when the server ended stays so until its cooldown is over. */
  async #recallCooldowns(broadcastId: string, store: HistoryStore): Promise<void> {
    const cooldowns = this.rules.map(({ cooldownSeconds }) => cooldownSeconds * 1000);
    let after = Date.now() - Math.max(0, ...cooldowns);
    for (;;) {
      // What ended since then has changed since then.
      const range = { by: 'changed', after, limit: PAGE } as const;
      const ended = await store.alerts({ broadcastId, open: false }, range);
      for (const { changed, alert } of ended) {
        if (alert.endedAt) this.#watched.get(alert.ruleId)?.endedBefore(alert.endedAt);
        after = changed;
      }
      if (ended.length < PAGE) return;
    }
  }

  #resume({ number, alert }: StoredAlert): void {
    const rule = this.#watched.get(alert.ruleId);
    if (rule) {
      rule.resume(number, alert);
      return;
    }
    // The server ended when its rule had gone and it had not.
    const ended = { ...alert, endedAt: alert.lastSeenAt, ending: AlertEnding.RULE_REMOVED };
    const happening = 'alert.ended';
    void this.#journal.write({ name: this.#name, number, alert: ended, happening });
  }

  #follow({ broadcast, log, returnMs, onEnd }: BroadcastAlertsParts): void {
    const failed = (error?: unknown) => {
      if (error !== undefined) log.error({ err: error }, 'alerts cannot go on');
    };
    const gone = (error?: unknown) => {
      failed(error);
      this.#stop();
      onEnd();
    };
    const stops = [
      follow(broadcast.changes(), (snapshot) => this.#changed(snapshot), gone),
      follow(broadcast.measurements.stream(), (frame) => this.#measured(frame), failed),
      follow(broadcast.events.stream({}), (message) => this.#happened(message), failed),
    ];
    const ticks = setInterval(() => this.#pass(), TICK_MS);
    const giveUp = setTimeout(() => {
      if (this.#state === BroadcastState.IDLE) this.#endAll();
    }, returnMs);
    this.#stop = () => {
      stops.forEach((stop) => stop());
      clearInterval(ticks);
      clearTimeout(giveUp);
    };
  }

  #changed({ state, regions }: BroadcastSnapshot): void {
    const wasOnAir = this.#state !== BroadcastState.IDLE;
    this.#state = state;
    if (state !== BroadcastState.LIVE) this.#watched.forEach((rule) => rule.pause());
    if (state === BroadcastState.IDLE && wasOnAir) this.#endAll();
    for (const watched of this.#watched.values()) {
      if (regions.some(({ id }) => id === watched.rule.regionId)) continue;
      watched.pause();
      void watched.end(AlertEnding.REGION_REMOVED);
    }
  }

  #measured({ regions }: MeasurementFrame): void {
    if (this.#state !== BroadcastState.LIVE) return;
    const now = Date.now();
    for (const watched of this.#watched.values()) {
      const { regionId, kind } = watched.rule;
      const measured = regions.find((region) => region.regionId === regionId);
      if (measured) watched.see(measuredSight(kind, measured), now);
    }
  }

  #happened({ event }: CrowdEventMessage): void {
    if (!event || this.#state !== BroadcastState.LIVE) return;
    const now = Date.now();
    const { kind, ...sight } = eventSight(event);
    for (const watched of this.#watched.values()) {
      const { rule } = watched;
      if (rule.regionId === event.regionId && rule.kind === kind) watched.see(sight, now);
    }
  }

  #pass(): void {
    if (this.#state !== BroadcastState.LIVE) return;
    const now = Date.now();
    this.#watched.forEach((rule) => rule.pass(now));
  }

  #endAll(): void {
    this.#watched.forEach((rule) => void rule.end(AlertEnding.OFF_AIR));
  }
}
