import type { Logger } from 'pino';
import type { HistoryStore, Retention } from './HistoryStore.js';
import { HistoryWriter } from './HistoryWriter.js';
import { RetentionTimer } from './RetentionTimer.js';

/** The history of all broadcasts: asked by `store`, written by `writer`, and kept within its bounds. */
export class History {
  readonly store: HistoryStore;
  readonly writer: HistoryWriter;
  readonly #retention: RetentionTimer;
  #closing: Promise<void> | undefined;

  /** @param store - stays its owner's */
  constructor(store: HistoryStore, retention: Retention, log: Logger) {
    this.store = store;
    this.writer = new HistoryWriter(store, log);
    this.#retention = new RetentionTimer(store, retention, log);
  }

  /** Writes what is waiting. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#retention.close();
    await this.writer.close();
  }
}
