import type { Logger } from 'pino';
import type { HistoryStore, Retention } from './HistoryStore.js';
import { HistoryWriter } from './HistoryWriter.js';
import { openHistory } from './openHistory.js';
import type { HistoryPlace } from './openHistory.js';
import { RetentionTimer } from './RetentionTimer.js';

/** Where the history is and how long it is kept. */
export interface HistoryOptions extends HistoryPlace {
  readonly retention: Retention;
}

/** The history of all broadcasts: asked by `store`, written by `writer`, and kept within its bounds. */
export class History {
  readonly store: HistoryStore;
  readonly writer: HistoryWriter;
  readonly #retention: RetentionTimer;
  #closing: Promise<void> | undefined;

  /** @throws ConfigError when the database cannot be used */
  static async open(options: HistoryOptions, log: Logger): Promise<History> {
    return new History(await openHistory(options, log), options.retention, log);
  }

  constructor(store: HistoryStore, retention: Retention, log: Logger) {
    this.store = store;
    this.writer = new HistoryWriter(store, log);
    this.#retention = new RetentionTimer(store, retention, log);
  }

  /** Writes what is waiting and closes the database. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#retention.close();
    await this.writer.close();
    await this.store.close();
  }
}
