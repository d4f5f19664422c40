import type { HistoryStore } from '../HistoryStore.js';

/** What the worker is told to open. */
export interface StoreWorkerData {
  /** Path of the SQLite file. */
  readonly file: string;
}

/** One call of a method of the store. */
export interface StoreCall {
  readonly id: number;
  readonly method: keyof HistoryStore;
  readonly args: readonly unknown[];
}

/** What came of a call; of id 0: of opening the file. */
export type StoreReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: string };
