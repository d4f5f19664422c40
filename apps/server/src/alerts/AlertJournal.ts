import type { Alert } from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { HistoryStore, LogName } from '../history/HistoryStore.js';
import { TimeNumbers } from '../history/TimeNumbers.js';
import type { Plain } from '../plain.js';
import { retry } from '../retry.js';
import { AlertChanges } from './AlertChanges.js';

/** What a change is about, as webhooks are told. */
export type AlertHappening = 'alert.raised' | 'alert.acknowledged' | 'alert.ended';

/** A change of an alert that shall be written. */
export interface AlertChange {
  readonly name: LogName;
  readonly number: number;
  readonly alert: Plain<Alert>;
  /** Undefined: a new peak, or only that it still lasts. */
  readonly happening?: AlertHappening | undefined;
}

interface Waiting {
  readonly change: AlertChange;
  written(): void;
}

const MAX_WAITING = 1000;

/**
 * Writes the changes of alerts, in order, and tells of those that are on the disk. While the
 * database is away, they wait; when too many do, the oldest is lost, and logged.
 */
export class AlertJournal extends AlertChanges {
  readonly #store: HistoryStore;
  readonly #log: Logger;
  readonly #numbers: TimeNumbers;
  readonly #closed = new AbortController();
  readonly #waiting: Waiting[] = [];
  readonly #listeners: ((alert: Plain<Alert>, happening?: AlertHappening) => void)[] = [];
  #writing: Promise<void> | undefined;

  static async open(store: HistoryStore, log: Logger): Promise<AlertJournal> {
    return new AlertJournal(store, log, await store.newestAlertChange());
  }

  private constructor(store: HistoryStore, log: Logger, newest: number) {
    super(store, newest);
    this.#store = store;
    this.#log = log;
    this.#numbers = new TimeNumbers(newest);
  }

  /** A number for a new alert. */
  nextNumber(): number {
    return this.#numbers.next();
  }

  /** Calls back with each change that is on the disk. */
  onWritten(listener: (alert: Plain<Alert>, happening?: AlertHappening) => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when nothing is waiting. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  /** Resolves when the change is on the disk, or was given up. */
  write(change: AlertChange): Promise<void> {
    return new Promise((written) => {
      if (this.#waiting.length >= MAX_WAITING) {
        this.#log.error('the database takes no alerts, and too many are waiting: one is lost');
        // The first is being written.
        this.#waiting.splice(1, 1)[0]!.written();
      }
      this.#waiting.push({ change, written });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Writes what is waiting, but does not wait for a database that is away; ends all streams. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.end();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const { change } = next;
      const changed = this.#numbers.next();
      const isWritten = await retry(() => this.#save(change, changed), {
        signal: this.#closed.signal,
        onFailure: (error) => this.#log.error({ err: error }, 'an alert cannot be written'),
      });
      if (this.#waiting[0] === next) this.#waiting.shift();
      next.written();
      if (!isWritten) continue;
      this.hasUpTo(changed);
      this.#listeners.forEach((listener) => listener(change.alert, change.happening));
    }
    this.#writing = undefined;
  }

  #save({ name, happening, ...facts }: AlertChange, changed: number): Promise<void> {
    const message = happening && {
      number: changed,
      type: happening,
      broadcastId: name.broadcastId,
      // As Standard Webhooks has it.
      body: JSON.stringify({ type: happening, timestamp: new Date(changed), data: facts.alert }),
    };
    return this.#store.saveAlert(name, { ...facts, changed }, message);
  }
}
