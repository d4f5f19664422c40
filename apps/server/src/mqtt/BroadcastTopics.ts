import { BroadcastState } from '@crowdlens/schema';
import type {
  Broadcast as BroadcastSnapshot,
  CrowdEventMessage,
  MeasurementFrame,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { Broadcast } from '../broadcast/Broadcast.js';
import { follow } from '../events/follow.js';
import type { MqttPublisher } from './MqttPublisher.js';
import { discovery, REGION_STATES, topicOf, UNKNOWN } from './topics.js';
import type { TopicPrefixes } from './topics.js';

/** Least time between two values of a region. */
const INTERVAL_MS = 1000;

/** What {@link BroadcastTopics} needs. */
export interface BroadcastTopicsParts {
  readonly broadcast: Broadcast;
  readonly publisher: MqttPublisher;
  readonly prefixes: TopicPrefixes;
  readonly log: Logger;
  /** Called when the broadcast is gone. */
  readonly onEnd: () => void;
}

/** Publishes one broadcast: its state, its regions, its events. */
export class BroadcastTopics {
  readonly #parts: BroadcastTopicsParts;
  readonly #stops: (() => void)[];
  #closed = false;
  /** Everything that is retained of this broadcast. */
  #topics = new Set<string>();
  #regionIds: string[] = [];
  /** By region, the alerts that are open. */
  readonly #alerts = new Map<string, Set<string>>();

  constructor(parts: BroadcastTopicsParts) {
    this.#parts = parts;
    const { broadcast, log } = parts;
    const failed = (error?: unknown) => {
      if (error !== undefined) log.error({ err: error }, 'MQTT topics cannot go on');
    };
    this.#stops = [
      follow(
        broadcast.changes(),
        (snapshot) => this.#changed(snapshot),
        (error) => {
          failed(error);
          this.#gone();
        },
      ),
      follow(broadcast.measurements.stream(INTERVAL_MS), (frame) => this.#measured(frame), failed),
      follow(broadcast.events.stream({}), (message) => this.#happened(message), failed),
    ];
  }

  /** @param isOpen - whether the alert has not ended */
  alert(regionId: string, alertId: string, isOpen: boolean): void {
    const open = this.#alerts.get(regionId) ?? new Set();
    this.#alerts.set(regionId, open);
    if (isOpen) open.add(alertId);
    else open.delete(alertId);
    if (this.#regionIds.includes(regionId)) this.#tellAlert(regionId);
  }

  /** Tells no more; what is retained stays for the next server. */
  close(): void {
    this.#closed = true;
    this.#stops.forEach((stop) => stop());
  }

  /** Takes everything away that is retained. */
  #gone(): void {
    if (this.#closed) return;
    this.close();
    this.#topics.forEach((topic) => this.#parts.publisher.setState(topic, ''));
    this.#parts.onEnd();
  }

  #changed(snapshot: BroadcastSnapshot): void {
    const { publisher, prefixes } = this.#parts;
    const { id, state, regions } = snapshot;
    const before = this.#topics;
    this.#topics = new Set();
    this.#regionIds = regions.map((region) => region.id);
    for (const [topic, message] of discovery(prefixes, snapshot)) {
      publisher.setState(topic, message);
      this.#topics.add(topic);
    }
    this.#setState([id, 'state'], state);
    for (const regionId of this.#regionIds) {
      this.#tellAlert(regionId);
      for (const name of Object.keys(REGION_STATES)) {
        const topic = topicOf(prefixes, id, regionId, name);
        const isNew = !before.has(topic);
        if (isNew || state === BroadcastState.IDLE) publisher.setState(topic, UNKNOWN);
        this.#topics.add(topic);
      }
    }
    for (const topic of before) if (!this.#topics.has(topic)) publisher.setState(topic, '');
  }

  #measured({ broadcastId, regions }: MeasurementFrame): void {
    for (const measured of regions) {
      if (!this.#regionIds.includes(measured.regionId)) continue;
      for (const [name, valueOf] of Object.entries(REGION_STATES)) {
        this.#setState([broadcastId, measured.regionId, name], valueOf(measured));
      }
    }
  }

  #happened({ event }: CrowdEventMessage): void {
    if (!event) return;
    const { publisher, prefixes } = this.#parts;
    const topic = topicOf(prefixes, event.broadcastId, 'events');
    publisher.tell(topic, JSON.stringify(event));
  }

  #tellAlert(regionId: string): void {
    const { id } = this.#parts.broadcast;
    const isOpen = (this.#alerts.get(regionId)?.size ?? 0) > 0;
    this.#setState([id, regionId, 'alert'], isOpen ? 'ON' : 'OFF');
  }

  #setState(levels: string[], payload: string): void {
    const { publisher, prefixes } = this.#parts;
    const topic = topicOf(prefixes, ...levels);
    publisher.setState(topic, payload);
    this.#topics.add(topic);
  }
}
