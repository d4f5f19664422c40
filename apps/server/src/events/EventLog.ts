import type {
  CrowdEvent,
  CrowdEventConnection,
  CrowdEventMessage,
  CrowdEventPageQuery,
} from '@crowdlens/schema';
import type { EventConditions, HistoryStore, LogName } from '../history/HistoryStore.js';
import { encodeCursor } from './cursor.js';
import type { Cursor } from './cursor.js';
import { eventPage } from './eventPage.js';
import { EventReader } from './EventReader.js';
import { pullStream } from './pullStream.js';
import { RecentEvents } from './RecentEvents.js';
import { Signal } from './Signal.js';

/** Newest events in memory: who lags behind by less than this never asks the database. */
const RECENT = 1000;
/** Events that are read from the store at once. */
const PAGE = 500;

/** The events of a broadcast, numbered: those that are kept, and each that comes. */
export class EventLog {
  readonly name: LogName;
  readonly #store: HistoryStore;
  readonly #recent: RecentEvents;
  readonly #changed = new Signal();
  #ended = false;
  #skipped = 0;

  /** @param newest - number of the newest event that is kept; what comes is behind it */
  constructor(name: LogName, newest: number, store: HistoryStore, recentCapacity = RECENT) {
    this.name = name;
    this.#store = store;
    this.#recent = new RecentEvents(recentCapacity, newest);
  }

  /** Number of the newest event. */
  get newest(): number {
    return this.#recent.newest;
  }

  /** Whether it takes no more events. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Events that consumers were told to have missed, of all of them together. */
  get skipped(): number {
    return this.#skipped;
  }

  /** An event of a higher number than all before is on the disk. */
  deliver(event: CrowdEvent): void {
    this.#recent.add(event);
    this.#changed.notify();
  }

  /** Up to this number, no event is to come any more. */
  pass(sequence: number): void {
    this.#recent.pass(sequence);
    this.#changed.notify();
  }

  /** The place behind the newest event that is on the disk. */
  get cursor(): string {
    return encodeCursor({ log: this.name.log, sequence: this.#recent.newest });
  }

  /** A page of the wanted events. Rejects with ApiError BAD_USER_INPUT, HistoryError. */
  page(query: CrowdEventPageQuery): Promise<CrowdEventConnection> {
    return eventPage(this.#store, this.name, query);
  }

  /** All wanted events up to now, oldest first, some at a time. Rejects with HistoryError. */
  async *past(wanted: EventConditions): AsyncGenerator<CrowdEvent[], void> {
    const before = this.#recent.newest + 1;
    let after = 0;
    for (;;) {
      const range = { after, before, limit: PAGE };
      const page = await this.#store.events(this.name, wanted, range);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.sequence;
    }
  }

  /** Reads the wanted events that are behind a cursor, or still to come. */
  reader(wanted: EventConditions, after?: Cursor): EventReader {
    const { name } = this;
    const onSkipped = (count: number) => {
      this.#skipped += count;
    };
    return new EventReader(
      { name, recent: this.#recent, store: this.#store, onSkipped },
      wanted,
      after,
    );
  }

  /** The wanted events as they happen; with a cursor, first those behind it. */
  stream(wanted: EventConditions, after?: Cursor): AsyncIterable<CrowdEventMessage> {
    const reader = this.reader(wanted, after);
    return pullStream({
      take: () => reader.take(),
      changed: this.#changed,
      ended: () => this.#ended,
    });
  }

  /** Takes no more events and ends all streams. */
  end(): void {
    this.#ended = true;
    this.#changed.notify();
  }
}
