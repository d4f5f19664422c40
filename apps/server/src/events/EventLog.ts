import { randomInt } from 'node:crypto';
import type {
  CrowdEvent,
  CrowdEventConnection,
  CrowdEventMessage,
  CrowdEventPageQuery,
  DirectionEvent,
  FluidityEvent,
  OccupancyEvent,
} from '@crowdlens/schema';
import { eventId } from '../history/eventId.js';
import type { History } from '../history/History.js';
import type { EventConditions, LogName, LogState } from '../history/HistoryStore.js';
import { Tally } from '../metrics/Tally.js';
import { encodeCursor } from './cursor.js';
import type { Cursor } from './cursor.js';
import { eventPage } from './eventPage.js';
import { EVENT_KINDS } from './filter.js';
import { EventReader } from './EventReader.js';
import { pullStream } from './pullStream.js';
import { RecentEvents } from './RecentEvents.js';
import { Signal } from './Signal.js';

/** What a log adds to an event. */
type Numbered = 'id' | 'sequence' | 'broadcastId';

/** `Omit` for each member of a union. */
type OmitEach<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** An event that has no number yet. */
export type NewEvent = OmitEach<OccupancyEvent | FluidityEvent | DirectionEvent, Numbered>;

/** Newest events in memory: who lags behind by less than this never asks the database. */
const RECENT = 1000;
/** Events that are read from the store at once. */
const PAGE = 500;

/**
 * The events of a broadcast, numbered. Nobody hears of an event before it is on the disk, so no
 * number that somebody has seen is ever given to another event.
 */
export class EventLog {
  readonly name: LogName;
  /** What was added since the start, by kind. */
  readonly appended = new Tally();
  readonly #history: History;
  readonly #recent: RecentEvents;
  readonly #changed = new Signal();
  #lastNumber: number;
  #lastTime: number;
  #ended = false;
  #skipped = 0;

  /** Goes on where the log of this broadcast ended. */
  static async open(
    broadcastId: string,
    history: History,
    recentCapacity = RECENT,
  ): Promise<EventLog> {
    // What a former log of this name has still to write counts.
    await history.writer.idle();
    const found = await history.store.findLog(broadcastId);
    const state = found ?? { log: randomInt(1, 2 ** 47), newest: 0, newestAt: 0 };
    return new EventLog(broadcastId, state, history, recentCapacity);
  }

  private constructor(
    broadcastId: string,
    { log, newest, newestAt }: LogState,
    history: History,
    recentCapacity: number,
  ) {
    this.name = { broadcastId, log };
    this.#history = history;
    this.#recent = new RecentEvents(recentCapacity, newest);
    this.#lastNumber = newest;
    this.#lastTime = newestAt;
  }

  /** Events that consumers were told to have missed, of all of them together. */
  get skipped(): number {
    return this.#skipped;
  }

  /** In a log, times never go back: an event of an earlier time gets that of the one before. */
  append(event: NewEvent): void {
    if (this.#ended) return;
    const sequence = this.#lastNumber + 1;
    const at = new Date(Math.max(this.#lastTime, Math.min(event.at.getTime(), Date.now())));
    const { broadcastId } = this.name;
    const id = eventId(this.name, sequence);
    const numbered: CrowdEvent = { ...event, at, id, broadcastId, sequence };
    this.appended.add(EVENT_KINDS[event.typeName].toLowerCase());
    this.#lastNumber = sequence;
    this.#lastTime = at.getTime();
    this.#history.writer.addEvent(this.name, numbered, () => {
      this.#recent.add(numbered);
      this.#changed.notify();
    });
  }

  /** The place behind the newest event that is on the disk. */
  get cursor(): string {
    return encodeCursor({ log: this.name.log, sequence: this.#recent.newest });
  }

  /** A page of the wanted events. Rejects with ApiError BAD_USER_INPUT, HistoryError. */
  page(query: CrowdEventPageQuery): Promise<CrowdEventConnection> {
    return eventPage(this.#history.store, this.name, query);
  }

  /** All wanted events up to now, oldest first, some at a time. Rejects with HistoryError. */
  async *past(wanted: EventConditions): AsyncGenerator<CrowdEvent[], void> {
    const before = this.#recent.newest + 1;
    let after = 0;
    for (;;) {
      const range = { after, before, limit: PAGE };
      const page = await this.#history.store.events(this.name, wanted, range);
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
      { name, recent: this.#recent, store: this.#history.store, onSkipped },
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
