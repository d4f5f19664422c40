import type { Api } from '../api/api.svelte.js';
import {
  CrowdEventsQuery,
  CrowdEventsSubscription,
  type PlacedEvent,
  type RecordedEvent,
} from '../api/operations/events.js';
import { codeOf } from '../ui/problems.js';
import { mergeEvents } from './eventList.js';

const HISTORY_LENGTH = 50;

/** The crowd events of a broadcast: the latest of its history, then each as it happens, with no gap. */
export class EventFeed {
  /** Ends the subscription. */
  readonly close: () => void;
  readonly #api: Api;
  readonly #broadcastId: string;
  #events = $state.raw<PlacedEvent[]>([]);
  #skipped = $state(0);
  #complete = $state(false);
  #after: string | null = null;
  #openedBefore = 0;
  #reopenedAt = 0;

  constructor(api: Api, broadcastId: string) {
    this.#api = api;
    this.#broadcastId = broadcastId;
    this.close = api.client.keepSubscribed(CrowdEventsSubscription, () => this.#position(), {
      // After subscribing, so that there is no gap; what comes both ways is told apart by its id.
      begin: () => void this.#loadHistory(),
      next: ({ crowdEvents }) => this.#receive(crowdEvents),
    });
  }

  /** Newest first, bounded, none left out between the newest and the oldest. */
  get events(): PlacedEvent[] {
    return this.#events;
  }

  /** How many events the server could not deliver, because we were too slow or away for too long. */
  get skipped(): number {
    return this.#skipped;
  }

  /** There is none before the oldest of the {@link events}. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Asked by the client whenever it (re)subscribes. */
  #position(): { broadcastId: string; after: string | null } {
    const { opened } = this.#api.connection;
    if (this.#openedBefore > 0 && opened > this.#openedBefore) this.#reopenedAt = Date.now();
    this.#openedBefore = opened;
    return { broadcastId: this.#broadcastId, after: this.#after };
  }

  #receive(message: { cursor: string; skipped: number; event: RecordedEvent | null }): void {
    this.#after = message.cursor;
    this.#skipped += message.skipped;
    if (!message.event) return;
    const before = this.#events.length;
    this.#add([{ ...message.event, cursor: message.cursor }]);
    if (this.#events.length < before) this.#complete = false;
  }

  #add(incoming: PlacedEvent[]): void {
    const known = new Set(this.#events.map(({ id }) => id));
    for (const { id, at } of incoming) {
      if (!known.has(id) && Date.parse(at) < this.#reopenedAt) {
        this.#api.connection.countRecovered();
      }
    }
    this.#events = mergeEvents(this.#events, incoming);
  }

  async #loadHistory(): Promise<void> {
    try {
      const { crowdEvents } = await this.#api.client.request(CrowdEventsQuery, {
        broadcastId: this.#broadcastId,
        last: HISTORY_LENGTH,
      });
      const events = crowdEvents.edges.map(({ node, cursor }) => ({ ...node, cursor }));
      this.#after ??= events.at(-1)?.cursor ?? null;
      this.#add(events);
      this.#complete = !crowdEvents.pageInfo.hasPreviousPage;
    } catch (error) {
      // The live events go on without it, and a broadcast that does not exist yet has none.
      this.#complete = codeOf(error) === 'BROADCAST_NOT_FOUND';
    }
  }
}
