import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'mqtt';
import type { IClientPublishOptions, MqttClient } from 'mqtt';
import type { Logger } from 'pino';

/** Where the broker is, and what is said of us there. */
export interface MqttPublisherOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, with user and password if need be. */
  readonly url: string;
  /** Retained `online` while we are connected, `offline` otherwise (last will). */
  readonly availabilityTopic: string;
  readonly log: Logger;
}

interface News {
  readonly topic: string;
  readonly payload: string;
}

/** News that wait for the broker; the oldest goes. */
const MAX_NEWS = 1000;
const CONNECT_TIMEOUT_MS = 10_000;
const RECONNECT_MS = 2000;
/** How long a broker may take to hear that we go. */
const FAREWELL_MS = 1000;

/**
 * Publishes states and news. States are retained, the newest wins, and all of them are published
 * again when the broker is back. News are queued while it is away, and delivered at least once.
 */
export class MqttPublisher {
  readonly #log: Logger;
  readonly #availabilityTopic: string;
  readonly #client: MqttClient;
  /** Payload by topic; an empty one takes what the broker retains away. */
  readonly #states = new Map<string, string>();
  readonly #unsent = new Set<string>();
  readonly #news: News[] = [];
  #sending = false;
  #overflowing = false;
  #closing: Promise<void> | undefined;

  constructor({ url, availabilityTopic, log }: MqttPublisherOptions) {
    this.#log = log;
    this.#availabilityTopic = availabilityTopic;
    this.#client = connect(url, {
      clientId: `crowdlens-${Math.random().toString(36).slice(2, 12)}`,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: RECONNECT_MS,
      // What is to be queued is queued here, within a bound.
      queueQoSZero: false,
      will: { topic: availabilityTopic, payload: Buffer.from('offline'), qos: 1, retain: true },
    });
    let isAway = false;
    this.#client.on('connect', () => {
      isAway = false;
      log.info('connected to the MQTT broker');
      this.setState(availabilityTopic, 'online');
      for (const topic of this.#states.keys()) this.#unsent.add(topic);
      this.#send();
    });
    this.#client.on('error', (error) => {
      // It is tried again and again: once for each absence is enough.
      if (!isAway) log.warn({ err: error }, 'the MQTT broker is not reached');
      isAway = true;
    });
  }

  /** @param payload - empty: there is no such state any more */
  setState(topic: string, payload: string): void {
    if (this.#states.get(topic) === payload) return;
    this.#states.set(topic, payload);
    this.#unsent.add(topic);
    this.#send();
  }

  tell(topic: string, payload: string): void {
    if (this.#news.length >= MAX_NEWS) {
      this.#news.shift();
      if (!this.#overflowing) this.#log.warn('too much waits for the MQTT broker: news are lost');
      this.#overflowing = true;
    }
    this.#news.push({ topic, payload });
    this.#send();
  }

  /** Says that we are away, and ends the connection. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#client.connected) {
      const farewell = this.#publish(this.#availabilityTopic, 'offline', { qos: 1, retain: true });
      // Whoever waits for a broker that has gone silent cannot end in time; its last will says the same.
      await Promise.race([farewell, delay(FAREWELL_MS, undefined, { ref: false })]).catch(
        (error: unknown) => this.#log.debug({ err: error }, 'no farewell to the broker'),
      );
    }
    await this.#client.endAsync(true);
  }

  #send(): void {
    if (this.#sending) return;
    this.#sending = true;
    this.#sendAll().then(
      () => (this.#sending = false),
      (error: unknown) => {
        // The connection broke off; everything is sent again with the next one.
        this.#sending = false;
        this.#log.debug({ err: error }, 'a message did not reach the MQTT broker');
      },
    );
  }

  /** One after the other: a broker that does not take them lets them wait here. */
  async #sendAll(): Promise<void> {
    while (this.#client.connected && !this.#closing) {
      const [topic] = this.#unsent;
      const [news] = this.#news;
      if (topic !== undefined) await this.#sendState(topic);
      else if (news) {
        await this.#publish(news.topic, news.payload, { qos: 1 });
        if (this.#news[0] === news) this.#news.shift();
        this.#overflowing = false;
      } else return;
    }
  }

  async #sendState(topic: string): Promise<void> {
    const payload = this.#states.get(topic) ?? '';
    this.#unsent.delete(topic);
    await this.#publish(topic, payload, { retain: true });
    if (payload === '' && this.#states.get(topic) === '') this.#states.delete(topic);
  }

  /** Rejects when the connection is lost: the client may otherwise never say what came of it. */
  async #publish(topic: string, payload: string, options: IClientPublishOptions): Promise<void> {
    let lost = () => {};
    const loss = new Promise<never>((_resolve, reject) => {
      lost = () => reject(new Error('The connection to the MQTT broker is lost.'));
    });
    this.#client.once('close', lost);
    try {
      await Promise.race([this.#client.publishAsync(topic, payload, options), loss]);
    } finally {
      this.#client.off('close', lost);
    }
  }
}
