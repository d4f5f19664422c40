import type { AlertMessage } from '@crowdlens/schema';
import type { CatchUpReader } from '../events/CatchUpReader.js';
import { decodeCursorOf, encodeCursor } from '../events/cursor.js';
import type { Cursor } from '../events/cursor.js';
import type { AlertConditions, AlertRange, StoredAlert } from '../history/AlertStore.js';

/** Alerts that are read from the store at once. */
const PAGE = 100;

// In place of the log that a cursor of events names: all broadcasts share one log of alerts.
const BEHIND_A_CHANGE = 0;
const OPEN_FIRST = 1;

/**
 * The place of a consumer who comes now: first what is open, then all changes.
 *
 * @param newest - number of the newest change
 */
export function beginning(newest: number): Cursor {
  return { log: OPEN_FIRST, sequence: newest };
}

/** What an {@link AlertReader} reads. */
export interface ReadableAlerts {
  /** Number of the newest change. */
  newest(): number;
  read(wanted: AlertConditions, range: AlertRange): Promise<readonly StoredAlert[]>;
}

/** One consumer's way through the changes of alerts: of several of one alert, it reads the newest. */
export class AlertReader implements CatchUpReader {
  readonly #alerts: ReadableAlerts;
  readonly #broadcastId: string | null;
  /** Up to here only what is open; what changes meanwhile comes behind that. */
  readonly #openUpTo: number;
  #page: readonly StoredAlert[] = [];
  #position: number;

  /**
   * @param broadcastId - null for all
   * @param after - cursor; null is the {@link beginning}
   * @throws ApiError BAD_USER_INPUT
   */
  constructor(alerts: ReadableAlerts, broadcastId: string | null, after: string | null) {
    this.#alerts = alerts;
    this.#broadcastId = broadcastId;
    const { log, sequence } =
      after === null
        ? beginning(alerts.newest())
        : decodeCursorOf([BEHIND_A_CHANGE, OPEN_FIRST], 'after', after);
    this.#openUpTo = log === OPEN_FIRST ? sequence : 0;
    this.#position = log === OPEN_FIRST ? 0 : sequence;
  }

  get position(): number {
    return this.#position;
  }

  pass(position: number): void {
    this.#position = position;
  }

  take(): Promise<AlertMessage | undefined> | undefined {
    const isBehind = this.#page.length > 0 || this.#position < this.#alerts.newest();
    return isBehind ? this.#read() : undefined;
  }

  async #read(): Promise<AlertMessage | undefined> {
    while (this.#page.length === 0) {
      const isSnapshot = this.#position < this.#openUpTo;
      const end = isSnapshot ? this.#openUpTo : this.#alerts.newest();
      if (this.#position >= end) return undefined;
      this.#page = await this.#alerts.read(
        { broadcastId: this.#broadcastId, ...(isSnapshot && { open: true }) },
        { by: 'changed', after: this.#position, before: end + 1, limit: PAGE },
      );
      if (this.#page.length === 0) this.#position = end;
    }
    const [{ changed, alert }, ...others] = this.#page as [StoredAlert, ...StoredAlert[]];
    this.#page = others;
    this.#position = changed;
    return { cursor: encodeCursor({ log: BEHIND_A_CHANGE, sequence: changed }), alert };
  }
}
