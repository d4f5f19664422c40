import type { CrowdEvent, CrowdEventMessage } from '@crowdlens/schema';
import type { EventConditions, HistoryStore, LogName } from '../history/HistoryStore.js';
import type { CatchUpReader } from './CatchUpReader.js';
import type { Cursor } from './cursor.js';
import { encodeCursor } from './cursor.js';
import { isWanted } from './filter.js';
import type { RecentEvents } from './RecentEvents.js';

/** Events that are read from the store at once. */
const PAGE = 200;

/** What an {@link EventReader} reads. */
export interface ReadableLog {
  readonly name: LogName;
  readonly recent: RecentEvents;
  readonly store: HistoryStore;
  /** Called with the number of events that a consumer is told to have missed. */
  readonly onSkipped: (count: number) => void;
}

/**
 * One consumer's way through a log. With a cursor it first reads everything behind it, at the
 * consumer's pace; once it has caught up it is live, and whoever is then too slow is told how much
 * was missed.
 */
export class EventReader implements CatchUpReader {
  readonly #log: ReadableLog;
  readonly #wanted: EventConditions;
  /** Read from the store and not yet given out. */
  #page: CrowdEvent[] = [];
  /** Everything up to this number has been given out, or was not wanted. */
  #position: number;
  /** Where {@link #page} ends. */
  #pageEnd: number;
  #isLive: boolean;
  #isOtherLog: boolean;
  /** It has read further than this server has heard. */
  #isAhead: boolean;
  #lost = 0;

  constructor(log: ReadableLog, wanted: EventConditions, after?: Cursor) {
    this.#log = log;
    this.#wanted = wanted;
    const { newest } = log.recent;
    this.#isLive = after === undefined;
    this.#isOtherLog = after !== undefined && after.log !== log.name.log;
    this.#position = this.#isOtherLog ? 0 : (after?.sequence ?? newest);
    this.#pageEnd = this.#position;
    this.#isAhead = this.#position > newest;
  }

  get position(): number {
    return this.#position;
  }

  pass(position: number): void {
    this.#position = position;
  }

  take(): CrowdEventMessage | undefined | Promise<CrowdEventMessage | undefined> {
    const { recent } = this.#log;
    if (this.#page.length > 0) return this.#fromPage();
    this.#position = Math.max(this.#position, this.#pageEnd);
    if (this.#isAhead) return this.#compareWithStore();
    if (this.#isOtherLog) return this.#otherLog();
    if (this.#position >= recent.oldest - 1) return this.#fromRecent();
    if (!this.#isLive) return this.#readPage();
    return this.#skipTo(recent.oldest);
  }

  #fromRecent(): CrowdEventMessage | undefined {
    const { recent } = this.#log;
    while (this.#position < recent.newest) {
      this.#position += 1;
      const event = recent.at(this.#position);
      // A number without an event: the database was away for too long.
      if (!event) this.#lost += 1;
      else if (isWanted(event, this.#wanted)) return this.#message(event);
    }
    this.#isLive = true;
    return undefined;
  }

  async #readPage(): Promise<CrowdEventMessage | undefined> {
    const { name, recent, store } = this.#log;
    const { newest } = recent;
    const oldest = (await store.oldestEvent(name.log)) ?? newest + 1;
    if (this.#position < oldest - 1) return this.#skipTo(oldest);
    const range = { after: this.#position, before: newest + 1, limit: PAGE };
    this.#page = await store.events(name, this.#wanted, range);
    this.#pageEnd = this.#page.length < PAGE ? newest : this.#position;
    return this.take();
  }

  #fromPage(): CrowdEventMessage {
    const event = this.#page.shift()!;
    this.#position = event.sequence;
    return this.#message(event);
  }

  /** Another server may have told more than this one knows yet; or an older copy of the log was restored. */
  async #compareWithStore(): Promise<CrowdEventMessage | undefined> {
    const { name, store } = this.#log;
    const state = await store.findLog(name.broadcastId);
    this.#isAhead = false;
    this.#isOtherLog = this.#position > (state?.newest ?? 0);
    return this.take();
  }

  async #otherLog(): Promise<CrowdEventMessage> {
    const { name, recent, store } = this.#log;
    const oldest = (await store.oldestEvent(name.log)) ?? recent.newest + 1;
    this.#isOtherLog = false;
    this.#position = oldest - 1;
    this.#pageEnd = this.#position;
    return { cursor: this.#cursor(), event: null, skipped: 0 };
  }

  #skipTo(oldest: number): CrowdEventMessage {
    const skipped = oldest - 1 - this.#position;
    this.#position = oldest - 1;
    this.#log.onSkipped(skipped);
    return { cursor: this.#cursor(), event: null, skipped };
  }

  #message(event: CrowdEvent): CrowdEventMessage {
    const skipped = this.#lost;
    this.#lost = 0;
    if (skipped > 0) this.#log.onSkipped(skipped);
    return { cursor: this.#cursor(), event, skipped };
  }

  #cursor(): string {
    return encodeCursor({ log: this.#log.name.log, sequence: this.#position });
  }
}
