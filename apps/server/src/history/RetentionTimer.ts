import type { Logger } from 'pino';
import type { HistoryStore, Retention } from './HistoryStore.js';

const INTERVAL_MS = 60_000;
/** Between two small deletions, so that events are written in between. */
const BREATH_MS = 20;

/** Deletes what need not be kept any longer, a little at a time. */
export class RetentionTimer {
  readonly #store: HistoryStore;
  readonly #retention: Retention;
  readonly #log: Logger;
  #timer: NodeJS.Timeout;
  #trimming: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(store: HistoryStore, retention: Retention, log: Logger) {
    this.#store = store;
    this.#retention = retention;
    this.#log = log;
    this.#timer = this.#next(INTERVAL_MS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#trimming;
  }

  #next(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => (this.#trimming = this.#trim()), milliseconds);
  }

  async #trim(): Promise<void> {
    let more = false;
    try {
      more = await this.#store.trim(this.#retention, Date.now());
    } catch (error) {
      this.#log.warn({ err: error }, 'what is too old could not be deleted');
    }
    if (!this.#closed) this.#timer = this.#next(more ? BREATH_MS : INTERVAL_MS);
  }
}
