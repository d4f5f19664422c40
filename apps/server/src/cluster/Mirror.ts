import { BroadcastState } from '@crowdlens/schema';
import type {
  Broadcast as BroadcastSnapshot,
  CrowdEvent,
  MeasurementFrame,
} from '@crowdlens/schema';
import { EventLog } from '../events/EventLog.js';
import { Latest } from '../events/Latest.js';
import type { VisibleBroadcast } from '../graphql/Streams.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import type { BroadcastFacts } from './feed.js';

/** Events that are read from the store at once. */
const PAGE = 500;
/** Events that wait for a gap before them to be filled; when more come, they are read from the store, too. */
const MAX_WAITING = 1000;

/** A broadcast that another server may hold, as this one hears of it. */
export class Mirror implements VisibleBroadcast {
  readonly events: EventLog;
  readonly measurements = new Latest<MeasurementFrame>();
  readonly #changes: Latest<BroadcastSnapshot>;
  readonly #store: HistoryStore;
  readonly #onFailure: (error: unknown) => void;
  #snapshot: BroadcastSnapshot;
  /** Events behind the gap that is being filled. */
  #waiting: CrowdEvent[] = [];
  #filling: Promise<void> | undefined;
  /** There are events up to this number. */
  #newest: number;

  /**
   * @param onFailure - called when events that were missed cannot be read; it is tried again
   */
  constructor(
    { id, log, newest, snapshot }: BroadcastFacts,
    store: HistoryStore,
    onFailure: (error: unknown) => void,
  ) {
    this.events = new EventLog({ broadcastId: id, log }, newest, store);
    this.#newest = newest;
    this.#snapshot = snapshot;
    this.#changes = new Latest(snapshot);
    this.#store = store;
    this.#onFailure = onFailure;
  }

  snapshot(): BroadcastSnapshot {
    return this.#snapshot;
  }

  changes(): AsyncIterable<BroadcastSnapshot> {
    return this.#changes.stream();
  }

  change(snapshot: BroadcastSnapshot): void {
    this.#snapshot = snapshot;
    this.#changes.set(snapshot);
    if (snapshot.state === BroadcastState.IDLE) this.measurements.clear();
  }

  /** An event has happened. One that is known already counts once. */
  deliver(event: CrowdEvent): void {
    this.#newest = Math.max(this.#newest, event.sequence);
    if (this.#filling || event.sequence > this.events.newest + 1) {
      if (this.#waiting.length < MAX_WAITING) this.#waiting.push(event);
      this.#fill();
    } else if (event.sequence > this.events.newest) {
      this.events.deliver(event);
    }
  }

  /** There are events up to this number. */
  hasUpTo(newest: number): void {
    this.#newest = Math.max(this.#newest, newest);
    if (this.#newest > this.events.newest) this.#fill();
  }

  /** Ends all streams. */
  end(): void {
    this.events.end();
    this.measurements.end();
    this.#changes.end();
  }

  #fill(): void {
    this.#filling ??= this.#read()
      .catch(this.#onFailure)
      .finally(() => (this.#filling = undefined));
  }

  /** Reads what was missed, in order. Numbers that were lost before the database took them have no event. */
  async #read(): Promise<void> {
    while (this.#newest > this.events.newest) {
      const next = this.#waiting[0];
      const end = next && next.sequence <= this.#newest ? next.sequence : this.#newest + 1;
      const range = { after: this.events.newest, before: end, limit: PAGE };
      const page =
        range.after + 1 < end ? await this.#store.events(this.events.name, {}, range) : [];
      page.forEach((event) => this.events.deliver(event));
      if (page.length === PAGE) continue;
      if (next) {
        this.#waiting.shift();
        if (next.sequence > this.events.newest) this.events.deliver(next);
      } else if (this.#newest > this.events.newest) {
        this.events.pass(this.#newest);
      }
    }
    this.#waiting = [];
  }
}
