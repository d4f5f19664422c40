import type { Alert, AlertRule } from '@crowdlens/schema';
import type { Plain } from '../plain.js';
import type { LogName } from './HistoryStore.js';
import type { NewWebhookMessage } from './WebhookStore.js';

/** An alert as the store has it. */
export interface StoredAlert {
  /** Its place among all alerts: when it was raised, in milliseconds since 1970, or the next that is free. */
  readonly number: number;
  /** The place of its last change among the changes of all alerts, made in the same way. */
  readonly changed: number;
  readonly alert: Plain<Alert>;
}

/** Which alerts are wanted; all conditions must hold. */
export interface AlertConditions {
  /** Null for all broadcasts. */
  readonly broadcastId?: string | null;
  readonly regionIds?: readonly string[] | null;
  /** Whether it has not ended. */
  readonly open?: boolean | null;
  readonly acknowledged?: boolean | null;
  /** Raised from this time on. */
  readonly from?: Date | null;
  /** Raised before this time. */
  readonly to?: Date | null;
}

/** Some alerts, by their place. */
export interface AlertRange {
  /** Which of their places is meant. */
  readonly by: 'number' | 'changed';
  /** Only alerts behind this one. */
  readonly after: number;
  /** Only alerts before this one. */
  readonly before?: number;
  readonly limit: number;
  /** Whether the last of them are wanted; in either case the first comes first. */
  readonly fromEnd?: boolean;
}

/** Alerts and the rules that raise them, on a disk. Everything rejects with a HistoryError when the database cannot do it. */
export interface AlertStore {
  /** In the order in which they were made. */
  alertRules(log: number): Promise<AlertRule[]>;
  /** Puts a rule in the place of the one of its id, or adds it. Resolves when it is on the disk. */
  saveAlertRule(name: LogName, rule: AlertRule): Promise<void>;
  removeAlertRule(id: string): Promise<void>;

  alerts(wanted: AlertConditions, range: AlertRange): Promise<StoredAlert[]>;
  alert(number: number): Promise<StoredAlert | undefined>;
  /** The highest number that an alert or a change has; 0 before the first. */
  newestAlertChange(): Promise<number>;
  /**
   * Puts an alert in the place of the one of its number, or adds it; at the same time, the message
   * goes into the queues of all webhooks that want it. Resolves when both are on the disk.
   */
  saveAlert(name: LogName, alert: StoredAlert, message?: NewWebhookMessage): Promise<void>;
}
