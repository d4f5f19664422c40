import type { Alert } from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { AlertHappening } from '../alerts/AlertJournal.js';
import type { Alerts } from '../alerts/Alerts.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import { retry } from '../retry.js';
import { BroadcastTopics } from './BroadcastTopics.js';
import { MqttPublisher } from './MqttPublisher.js';
import { availabilityTopic, topicOf } from './topics.js';
import type { TopicPrefixes } from './topics.js';

/** What {@link MqttBridge} works with. */
export interface MqttBridgeParts {
  readonly broadcasts: Broadcasts;
  readonly alerts: Alerts;
  /** Of the broker. */
  readonly url: string;
  readonly prefixes: TopicPrefixes;
  readonly log: Logger;
}

/** Frigate's words. */
const TYPES: Partial<Record<AlertHappening, string>> = {
  'alert.raised': 'new',
  'alert.ended': 'end',
};

/** Publishes all broadcasts to an MQTT broker. */
export class MqttBridge {
  readonly #publisher: MqttPublisher;
  readonly #prefixes: TopicPrefixes;
  readonly #topics = new Map<string, BroadcastTopics>();
  readonly #closed = new AbortController();
  /** Cursor of the last change of an alert that was dealt with. */
  #after: string | null = null;

  constructor({ broadcasts, alerts, url, prefixes, log }: MqttBridgeParts) {
    this.#prefixes = prefixes;
    const publisher = new MqttPublisher({
      url,
      availabilityTopic: availabilityTopic(prefixes),
      log,
    });
    this.#publisher = publisher;
    broadcasts.onEach((broadcast) => {
      const { id } = broadcast;
      const onEnd = () => {
        if (this.#topics.get(id) === topics) this.#topics.delete(id);
      };
      const topics = new BroadcastTopics({ broadcast, publisher, prefixes, log, onEnd });
      this.#topics.set(id, topics);
    });
    void retry(() => this.#followAlerts(alerts), {
      signal: this.#closed.signal,
      onFailure: (error) => log.error({ err: error }, 'alerts for MQTT cannot be read'),
    });
    alerts.journal.onWritten((alert, happening) => this.#tellAlert(alert, happening));
  }

  /** What is retained stays, and everything is marked as not available. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#topics.forEach((topics) => topics.close());
    await this.#publisher.close();
  }

  /** What is open now, then each change; until the alerts end, or the database cannot be read. */
  async #followAlerts(alerts: Alerts): Promise<void> {
    for await (const { alert, cursor } of alerts.changes(null, this.#after)) {
      if (this.#closed.signal.aborted) return;
      this.#after = cursor;
      this.#alertState(alert);
    }
  }

  #alertState({ broadcastId, regionId, id, endedAt }: Alert): void {
    this.#topics.get(broadcastId)?.alert(regionId, id, endedAt === null);
  }

  #tellAlert(alert: Alert, happening?: AlertHappening): void {
    if (this.#closed.signal.aborted) return;
    const type = (happening && TYPES[happening]) ?? 'update';
    const topic = topicOf(this.#prefixes, alert.broadcastId, 'alerts');
    this.#publisher.tell(topic, JSON.stringify({ type, alert }));
  }
}
