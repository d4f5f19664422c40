import { randomInt } from 'node:crypto';
import type { CrowdEvent, DirectionEvent, FluidityEvent, OccupancyEvent } from '@crowdlens/schema';
import { eventId } from '../history/eventId.js';
import type { History } from '../history/History.js';
import type { LogState } from '../history/HistoryStore.js';
import type { HistoryWriter } from '../history/HistoryWriter.js';
import { Tally } from '../metrics/Tally.js';
import { EventLog } from './EventLog.js';
import { EVENT_KINDS } from './filter.js';

/** What a log adds to an event. */
type Numbered = 'id' | 'sequence' | 'broadcastId';

/** `Omit` for each member of a union. */
type OmitEach<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** An event that has no number yet. */
export type NewEvent = OmitEach<OccupancyEvent | FluidityEvent | DirectionEvent, Numbered>;

/**
 * The log of a broadcast that is here: numbers its events and writes them. Nobody hears of an event
 * before it is on the disk, so no number that somebody has seen is ever given to another event.
 */
export class EventJournal extends EventLog {
  /** What was added since the start, by kind. */
  readonly appended = new Tally();
  readonly #writer: HistoryWriter;
  #lastNumber: number;
  #lastTime: number;

  /** Goes on where the log of this broadcast ended. */
  static async open(
    broadcastId: string,
    history: History,
    recentCapacity?: number,
  ): Promise<EventJournal> {
    // What a former log of this name has still to write counts.
    await history.writer.idle();
    const found = await history.store.findLog(broadcastId);
    const state = found ?? { log: randomInt(1, 2 ** 47), newest: 0, newestAt: 0 };
    return new EventJournal(broadcastId, state, history, recentCapacity);
  }

  private constructor(
    broadcastId: string,
    { log, newest, newestAt }: LogState,
    { store, writer }: History,
    recentCapacity?: number,
  ) {
    super({ broadcastId, log }, newest, store, recentCapacity);
    this.#writer = writer;
    this.#lastNumber = newest;
    this.#lastTime = newestAt;
  }

  /** In a log, times never go back: an event of an earlier time gets that of the one before. */
  append(event: NewEvent): void {
    if (this.hasEnded) return;
    const sequence = this.#lastNumber + 1;
    const at = new Date(Math.max(this.#lastTime, Math.min(event.at.getTime(), Date.now())));
    const { broadcastId } = this.name;
    const id = eventId(this.name, sequence);
    const numbered: CrowdEvent = { ...event, at, id, broadcastId, sequence };
    this.appended.add(EVENT_KINDS[event.typeName].toLowerCase());
    this.#lastNumber = sequence;
    this.#lastTime = at.getTime();
    this.#writer.addEvent(this.name, numbered, () => this.deliver(numbered));
  }
}
