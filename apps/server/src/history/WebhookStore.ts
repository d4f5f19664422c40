import type { Webhook, WebhookDelivery, WebhookDeliveryState } from '@crowdlens/schema';
import type { Plain } from '../plain.js';

/** A webhook and what signs its messages. */
export interface StoredWebhook {
  readonly webhook: Webhook;
  /** As Standard Webhooks writes it: `whsec_` and base64. */
  readonly secret: string;
}

/** A message for all webhooks that want it. */
export interface NewWebhookMessage {
  /** Its place among all messages; unique. */
  readonly number: number;
  readonly type: string;
  readonly broadcastId: string;
  /** JSON. */
  readonly body: string;
}

/** A message for one webhook. */
export interface StoredDelivery {
  /** Its place among all messages. */
  readonly number: number;
  readonly delivery: Plain<WebhookDelivery>;
  /** JSON. */
  readonly body: string;
}

/** How things stand after an attempt, or after somebody wants a new one. */
export interface DeliveryOutcome {
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly triedAt: Date | null;
  /** When to try again; null for never. */
  readonly nextAttemptAt: Date | null;
  /** Of HTTP; null without an answer. */
  readonly status: number | null;
  /** What went wrong; null when nothing did. */
  readonly problem: string | null;
}

/** Names a delivery. */
export interface DeliveryKey {
  readonly number: number;
  readonly webhookId: string;
}

/** Which deliveries are wanted. */
export interface DeliveryConditions {
  readonly webhookId?: string | null;
  readonly state?: WebhookDeliveryState | null;
}

/** Webhooks and the queues of their messages, on a disk. Everything rejects with a HistoryError when the database cannot do it. */
export interface WebhookStore {
  /** In the order in which they were made. */
  webhooks(): Promise<StoredWebhook[]>;
  /** Puts a webhook in the place of the one of its id, or adds it. Resolves when it is on the disk. */
  saveWebhook(webhook: StoredWebhook): Promise<void>;
  /** Removes a webhook with all its deliveries. */
  removeWebhook(id: string): Promise<void>;

  /** The oldest that wait for their attempt, one of each webhook that is switched on. */
  dueDeliveries(now: number): Promise<StoredDelivery[]>;
  /** When the next attempt is due, milliseconds since 1970; undefined when none waits. */
  nextAttemptAt(): Promise<number | undefined>;
  /** The newest first. @param before - only those that come behind this one */
  deliveries(
    wanted: DeliveryConditions,
    limit: number,
    before?: DeliveryKey,
  ): Promise<StoredDelivery[]>;
  delivery(key: DeliveryKey): Promise<StoredDelivery | undefined>;
  saveOutcome(key: DeliveryKey, outcome: DeliveryOutcome): Promise<void>;
}
