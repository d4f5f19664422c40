import type { AlertMessage } from '@crowdlens/schema';
import { pullStream } from '../events/pullStream.js';
import { Signal } from '../events/Signal.js';
import type { AlertConditions, AlertRange, StoredAlert } from '../history/AlertStore.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { encodeCursor } from '../events/cursor.js';
import { AlertReader, beginning } from './AlertReader.js';

/** The changes of all alerts: those that are kept, and each that comes. */
export class AlertChanges {
  readonly #store: HistoryStore;
  readonly #changed = new Signal();
  /** What is just being read, by what is asked for. */
  readonly #reading = new Map<string, Promise<readonly StoredAlert[]>>();
  #hasEnded = false;
  #newest: number;

  /** @param newest - up to here everything is on the disk */
  constructor(store: HistoryStore, newest: number) {
    this.#store = store;
    this.#newest = newest;
  }

  /** Number of the newest change. */
  get newest(): number {
    return this.#newest;
  }

  /** Whoever gives it as `after` hears of what is open now, and of all that changes from now on. */
  get cursor(): string {
    return encodeCursor(beginning(this.#newest));
  }

  /** Up to here everything is on the disk. */
  hasUpTo(newest: number): void {
    if (newest <= this.#newest) return;
    this.#newest = newest;
    this.#changed.notify();
  }

  /** Reads the changes for one consumer. Throws as the constructor of {@link AlertReader}. */
  reader(broadcastId: string | null, after: string | null): AlertReader {
    const alerts = {
      newest: () => this.#newest,
      read: (wanted: AlertConditions, range: AlertRange) => this.#read(wanted, range),
    };
    return new AlertReader(alerts, broadcastId, after);
  }

  /**
   * The open alerts, or those that have changed since a cursor; then each that changes.
   *
   * @throws ApiError BAD_USER_INPUT
   */
  stream(broadcastId: string | null, after: string | null): AsyncIterable<AlertMessage> {
    const reader = this.reader(broadcastId, after);
    return pullStream({
      take: () => reader.take(),
      changed: this.#changed,
      ended: () => this.#hasEnded,
    });
  }

  /** Ends all streams. */
  end(): void {
    this.#hasEnded = true;
    this.#changed.notify();
  }

  /** Thousands of subscribers who come back at once ask for the same. */
  #read(wanted: AlertConditions, range: AlertRange): Promise<readonly StoredAlert[]> {
    const key = JSON.stringify([wanted, range]);
    const underWay = this.#reading.get(key);
    if (underWay) return underWay;
    const reading = this.#store.alerts(wanted, range).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }
}
