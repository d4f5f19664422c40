import type { Logger } from 'pino';
import { AlertChanges } from '../alerts/AlertChanges.js';
import { broadcastNotFound } from '../broadcast/broadcastNotFound.js';
import type { VisibleBroadcasts } from '../graphql/Streams.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import type { BroadcastFacts, FeedMessage } from './feed.js';
import { Mirror } from './Mirror.js';

/** What {@link Mirrors} works with. */
export interface MirrorsParts {
  readonly store: HistoryStore;
  /** Number of the newest change of an alert. */
  readonly newestAlertChange: number;
  /** Called when there is something that nobody has told of. */
  readonly ask: () => void;
  readonly log: Logger;
}

/** All broadcasts and alerts, as whoever leads tells of them. They stay when the lead goes from one server to another. */
export class Mirrors implements VisibleBroadcasts {
  readonly alerts: AlertChanges;
  readonly #parts: MirrorsParts;
  readonly #mirrors = new Map<string, Mirror>();
  #fence = 0;
  #isComplete = false;

  constructor(parts: MirrorsParts) {
    this.#parts = parts;
    this.alerts = new AlertChanges(parts.store, parts.newestAlertChange);
  }

  /** Whether all broadcasts are known. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get all(): Mirror[] {
    return [...this.#mirrors.values()];
  }

  find(id: string): Mirror | undefined {
    return this.#mirrors.get(id);
  }

  /** @throws ApiError BROADCAST_NOT_FOUND */
  get(id: string): Mirror {
    const mirror = this.find(id);
    if (mirror) return mirror;
    throw broadcastNotFound(id);
  }

  /** What a server says that led before counts no more. */
  hear(message: FeedMessage): void {
    if (message.fence < this.#fence) return;
    this.#fence = message.fence;
    switch (message.type) {
      case 'broadcast':
        this.#change(message.facts);
        break;
      case 'event': {
        const mirror = this.find(message.event.broadcastId);
        if (mirror?.events.name.log === message.log) mirror.deliver(message.event);
        break;
      }
      case 'measured':
        this.find(message.frame.broadcastId)?.measurements.set(message.frame);
        break;
      case 'state':
        this.#compare(message.newest);
        this.alerts.hasUpTo(message.alerts);
    }
  }

  /** Ends all streams. */
  close(): void {
    this.all.forEach((mirror) => mirror.end());
    this.alerts.end();
  }

  #change(facts: BroadcastFacts): void {
    const { id, log, newest, snapshot } = facts;
    const known = this.find(id);
    if (known?.events.name.log === log) {
      known.change(snapshot);
      known.hasUpTo(newest);
      return;
    }
    // Deleted and made anew.
    known?.end();
    const onFailure = (error: unknown) =>
      this.#parts.log.warn({ err: error, broadcast: id }, 'events that were missed cannot be read');
    this.#mirrors.set(id, new Mirror(facts, this.#parts.store, onFailure));
  }

  /** @param newest - by broadcast, the number of its newest event */
  #compare(newest: Readonly<Record<string, number>>): void {
    for (const [id, mirror] of this.#mirrors) {
      if (id in newest) continue;
      mirror.end();
      this.#mirrors.delete(id);
    }
    let isComplete = true;
    for (const [id, number] of Object.entries(newest)) {
      const mirror = this.find(id);
      mirror?.hasUpTo(number);
      isComplete &&= mirror !== undefined;
    }
    this.#isComplete ||= isComplete;
    if (!isComplete) this.#parts.ask();
  }
}
