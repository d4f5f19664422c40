import type { CrowdEvent } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { retry } from '../retry.js';
import { FencedError } from './HistoryStore.js';
import type { HistoryBatch, HistoryStore, LogName, SeriesRow } from './HistoryStore.js';

const MAX_WAITING_EVENTS = 50_000;
const MAX_WAITING_SECONDS = 50_000;
const MAX_BATCH = 5000;

interface WaitingEvent {
  readonly name: LogName;
  readonly event: CrowdEvent;
  stored(): void;
}

interface WaitingSecond {
  readonly name: LogName;
  readonly second: SeriesRow;
}

/**
 * Writes events and seconds into a store, in batches: what comes while one is being written goes
 * with the next one. So a quiet log costs no delay, and a busy one few transactions.
 *
 * While the database cannot be used, batches are tried again and again. When too much is waiting,
 * what comes is lost, and logged.
 */
export class HistoryWriter {
  readonly #store: HistoryStore;
  readonly #log: Logger;
  readonly #closed = new AbortController();
  #events: WaitingEvent[] = [];
  #seconds: WaitingSecond[] = [];
  #writing: Promise<void> | undefined;
  #overflowing = false;
  #lost = 0;

  constructor(store: HistoryStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** Events and seconds that were lost since the start, because the database did not take them. */
  get lost(): number {
    return this.#lost;
  }

  /** Events and seconds that are not on the disk yet. */
  get waiting(): number {
    return this.#events.length + this.#seconds.length;
  }

  /** @param stored - called once the event is on the disk, in the order of the calls */
  addEvent(name: LogName, event: CrowdEvent, stored: () => void): void {
    if (!this.#hasRoom(this.#events.length < MAX_WAITING_EVENTS)) return;
    this.#events.push({ name, event, stored });
    this.#writing ??= this.#writeAll();
  }

  addSecond(name: LogName, second: SeriesRow): void {
    if (!this.#hasRoom(this.#seconds.length < MAX_WAITING_SECONDS)) return;
    this.#seconds.push({ name, second });
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything that was added is on the disk, or given up by {@link close}. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  /** Writes what is waiting, but does not wait for a database that is away. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#writing;
  }

  #hasRoom(room: boolean): boolean {
    if (!room) {
      this.#lost += 1;
      if (!this.#overflowing) {
        this.#log.error('the history cannot be written, and too much is waiting: events are lost');
      }
    }
    this.#overflowing = !room;
    return room;
  }

  async #writeAll(): Promise<void> {
    // What is added in the same turn goes with the first batch.
    await Promise.resolve();
    while (this.#events.length > 0 || this.#seconds.length > 0) {
      const events = this.#events.slice(0, MAX_BATCH);
      const seconds = this.#seconds.slice(0, MAX_BATCH);
      if (!(await this.#write(batchOf(events, seconds)))) break;
      this.#events = this.#events.slice(events.length);
      this.#seconds = this.#seconds.slice(seconds.length);
      events.forEach((waiting) => waiting.stored());
    }
    this.#writing = undefined;
  }

  /** @returns false when the batch was given up, since everything ends */
  #write(batch: HistoryBatch): Promise<boolean> {
    const { signal } = this.#closed;
    return retry(() => this.#store.write(batch), {
      signal,
      onFailure: (error) => {
        // Trying again would not help: the server that leads writes what happens from now on.
        if (error instanceof FencedError) this.#closed.abort();
        if (signal.aborted) {
          this.#log.error(
            { err: error, lost: this.waiting },
            'the history cannot be written, and the server ends: events and seconds are lost',
          );
        } else {
          this.#log.error(
            { err: error, waiting: this.waiting },
            'the history cannot be written: free its disk or bring its database back; what waits is tried again',
          );
        }
      },
    });
  }
}

function batchOf(events: readonly WaitingEvent[], seconds: readonly WaitingSecond[]): HistoryBatch {
  const logs = new Map([...events, ...seconds].map(({ name }) => [name.log, name]));
  return {
    logs: [...logs.values()],
    events: events.map(({ name, event }) => ({ log: name.log, event })),
    seconds: seconds.map(({ name, second }) => ({ log: name.log, second })),
  };
}
