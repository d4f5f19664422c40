import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  Alert,
  AlertConnection,
  AlertFilter,
  AlertMessage,
  AlertPageQuery,
  AlertRule,
  AlertsApi,
  CreateAlertRuleInput,
  UpdateAlertRuleInput,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { Broadcast } from '../broadcast/Broadcast.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import { regionOf } from '../broadcast/regionEdits.js';
import { ApiError, badInput } from '../errors.js';
import type { CatchUpReader } from '../events/CatchUpReader.js';
import { connectionPage } from '../events/connection.js';
import { decodeCursorOf, encodeCursor } from '../events/cursor.js';
import type { AlertConditions } from '../history/AlertStore.js';
import { HistoryError } from '../history/HistoryStore.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { retry } from '../retry.js';
import { SerialQueue } from '../SerialQueue.js';
import { AlertJournal } from './AlertJournal.js';
import { BroadcastAlerts } from './BroadcastAlerts.js';
import { changedRule, checkRule } from './checkRule.js';

const MAX_RULES = 64;
const MAX_REGION_IDS = 32;
/** Cursors of events name a log, these do not. */
const CURSOR_LOG = 0;
const PATIENCE_MS = 5000;

/** What {@link Alerts} works with. */
export interface AlertsParts {
  readonly broadcasts: Broadcasts;
  readonly store: HistoryStore;
  readonly log: Logger;
  /** How long after a start of the server open alerts wait for their broadcast to come back, milliseconds. */
  readonly interruptedMs: number;
  /** How long somebody who acknowledges an alert waits for the database, milliseconds. */
  readonly patienceMs?: number;
}

/** Alerts of all broadcasts and the rules that raise them. */
export class Alerts implements AlertsApi {
  readonly journal: AlertJournal;
  readonly #parts: AlertsParts;
  readonly #closed = new AbortController();
  readonly #broadcasts = new Map<string, Promise<BroadcastAlerts | undefined>>();
  /** Edits of rules, one after the other: each builds on the one before. */
  readonly #edits = new SerialQueue();

  /** Takes up what was open when the server ended. */
  static async open(parts: AlertsParts): Promise<Alerts> {
    const alerts = new Alerts(parts, await AlertJournal.open(parts.store, parts.log));
    parts.broadcasts.onEach((broadcast) => alerts.#add(broadcast));
    return alerts;
  }

  private constructor(parts: AlertsParts, journal: AlertJournal) {
    this.#parts = parts;
    this.journal = journal;
  }

  async rules(broadcastId: string): Promise<AlertRule[]> {
    return (await this.#of(broadcastId)).rules;
  }

  /** @throws ApiError BAD_USER_INPUT, BROADCAST_NOT_FOUND, REGION_NOT_FOUND, LIMIT_EXCEEDED, RATE_LIMITED; HistoryError */
  createRule(input: CreateAlertRuleInput): Promise<AlertRule> {
    return this.#edits.run(() => this.#createRule(input));
  }

  /** @throws ApiError BAD_USER_INPUT, ALERT_RULE_NOT_FOUND, RATE_LIMITED; HistoryError */
  updateRule(input: UpdateAlertRuleInput): Promise<AlertRule> {
    return this.#edits.run(async () => {
      const { alerts, rule } = await this.#rule(input.id);
      const changed = checkRule(changedRule(rule, input));
      await this.#parts.store.saveAlertRule(alerts.name, changed);
      alerts.set(changed);
      return changed;
    });
  }

  /** @throws ApiError ALERT_RULE_NOT_FOUND, RATE_LIMITED; HistoryError */
  deleteRule(id: string): Promise<boolean> {
    return this.#edits.run(async () => {
      const { alerts } = await this.#rule(id);
      await this.#parts.store.removeAlertRule(id);
      alerts.remove(id);
      return true;
    });
  }

  /** @throws ApiError BAD_USER_INPUT; HistoryError */
  page({ filter, ...query }: AlertPageQuery): Promise<AlertConnection> {
    const wanted = conditionsOf(filter);
    return connectionPage(query, {
      read: async (range) => {
        const found = await this.#parts.store.alerts(wanted, { ...range, by: 'number' });
        return found.map(({ alert }) => alert);
      },
      placeOf: ({ id }) => numberOf(id),
      encode: (number) => encodeCursor({ log: CURSOR_LOG, sequence: number }),
      decode: (field, cursor) => decodeCursorOf([CURSOR_LOG], field, cursor).sequence,
    });
  }

  /** @throws HistoryError */
  async find(id: string): Promise<Alert | null> {
    const found = await this.#parts.store.alert(numberOf(id));
    return found?.alert ?? null;
  }

  /** @throws ApiError ALERT_NOT_FOUND; HistoryError, also when the database does not answer for some seconds */
  async acknowledge(id: string, actor: string): Promise<Alert> {
    const { patienceMs = PATIENCE_MS } = this.#parts;
    const timer = new AbortController();
    const late = delay(patienceMs, undefined, { signal: timer.signal }).then(() => {
      throw new HistoryError(
        'The database does not answer. The alert will be acknowledged if it comes back soon; ask for it later.',
      );
    });
    try {
      return await Promise.race([this.#acknowledge(id, actor), late]);
    } finally {
      timer.abort();
      late.catch(() => undefined);
    }
  }

  async #createRule(input: CreateAlertRuleInput): Promise<AlertRule> {
    const { broadcastId, regionId } = input;
    const alerts = await this.#of(broadcastId);
    const { minLevel = null, directions = null, activeHours = null, ...others } = input;
    const rule = checkRule({ ...others, id: randomUUID(), minLevel, directions, activeHours });
    regionOf(this.#parts.broadcasts.get(broadcastId).settings.regions, regionId);
    if (alerts.rules.length >= MAX_RULES) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `A broadcast can have ${MAX_RULES} rules. Delete one that is not needed.`,
      );
    }
    await this.#parts.store.saveAlertRule(alerts.name, rule);
    alerts.set(rule);
    return rule;
  }

  async #acknowledge(id: string, actor: string): Promise<Alert> {
    // What is about to be written counts.
    await this.journal.idle();
    const number = numberOf(id);
    const stored = await this.#parts.store.alert(number);
    if (!stored) {
      throw new ApiError('ALERT_NOT_FOUND', `There is no alert "${id.slice(0, 64)}".`);
    }
    const { alert } = stored;
    if (alert.acknowledgedAt !== null) return alert;
    const alerts = await this.#of(alert.broadcastId);
    const open = alerts.ruleOf(id);
    if (open) {
      await open.acknowledge(actor);
    } else {
      const known = { ...alert, acknowledgedAt: new Date(), acknowledgedBy: actor };
      const happening = 'alert.acknowledged';
      await this.journal.write({ name: alerts.name, number, alert: known, happening });
    }
    return (await this.find(id)) ?? alert;
  }

  cursor(): string {
    return this.journal.cursor;
  }

  /** @throws ApiError BAD_USER_INPUT, BROADCAST_NOT_FOUND */
  changes(broadcastId?: string | null, after?: string | null): AsyncIterable<AlertMessage> {
    if (typeof broadcastId === 'string') this.#parts.broadcasts.get(broadcastId);
    return this.journal.stream(broadcastId ?? null, after ?? null);
  }

  /** Reads what {@link changes} tells, for one consumer. @throws ApiError BAD_USER_INPUT */
  reader(broadcastId?: string | null, after?: string | null): CatchUpReader {
    return this.journal.reader(broadcastId ?? null, after ?? null);
  }

  /** Open alerts stay open: they are taken up when the server is back. */
  async close(): Promise<void> {
    this.#closed.abort();
    for (const alerts of this.#broadcasts.values()) (await alerts)?.close();
    await this.journal.close();
  }

  #add(broadcast: Broadcast): void {
    const { store, log, interruptedMs } = this.#parts;
    const { id } = broadcast;
    const open = async () => {
      let opened: BroadcastAlerts | undefined;
      const attempt = async () => {
        opened = await BroadcastAlerts.open({
          broadcast,
          store,
          journal: this.journal,
          log,
          returnMs: interruptedMs,
          onEnd: () => {
            if (this.#broadcasts.get(id) === opening) this.#broadcasts.delete(id);
          },
        });
      };
      await retry(attempt, {
        signal: this.#closed.signal,
        onFailure: (error) => log.error({ err: error, broadcast: id }, 'no rules can be read'),
      });
      return opened;
    };
    const opening = open();
    this.#broadcasts.set(id, opening);
  }

  /** @throws ApiError BROADCAST_NOT_FOUND */
  async #of(broadcastId: string): Promise<BroadcastAlerts> {
    const { id } = this.#parts.broadcasts.get(broadcastId);
    const alerts = await this.#broadcasts.get(id);
    if (alerts) return alerts;
    throw new ApiError('BROADCAST_NOT_FOUND', `Broadcast "${id}" is just being closed.`);
  }

  async #rule(id: string): Promise<{ alerts: BroadcastAlerts; rule: AlertRule }> {
    for (const opening of this.#broadcasts.values()) {
      const alerts = await opening;
      const rule = alerts?.rules.find((one) => one.id === id);
      if (alerts && rule) return { alerts, rule };
    }
    throw new ApiError(
      'ALERT_RULE_NOT_FOUND',
      `There is no rule "${id.slice(0, 64)}". alertRules tells those that there are.`,
    );
  }
}

/** The number of an alert; 0, which none has, for an id that is none of ours. */
function numberOf(id: string): number {
  const number = /^[\da-z]{1,10}$/.test(id) ? Number.parseInt(id, 36) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

/** @throws ApiError BAD_USER_INPUT */
function conditionsOf(filter: AlertFilter | null | undefined): AlertConditions {
  const { regionIds, from, to } = filter ?? {};
  if (regionIds && regionIds.length > MAX_REGION_IDS) {
    throw badInput(`filter.regionIds: at most ${MAX_REGION_IDS}, not ${regionIds.length}.`);
  }
  if (from && to && from >= to) throw badInput('filter: from must be before to.');
  return filter ?? {};
}
