import { RecordingState } from '@crowdlens/schema';
import type { Recording } from '@crowdlens/schema';
import type { PagedList, PlaceRange } from '../events/connection.js';
import { decodeCursorOf, encodeCursor } from '../events/cursor.js';
import type { StoredRecording } from '../history/RecordingStore.js';

const DAY_MS = 24 * 3600 * 1000;
/** Cursors of events name a log, these do not. */
const CURSOR_LOG = 0;
/** GraphQL's Int ends here: 24 days. */
const MAX_INT = 2 ** 31 - 1;

/** All recordings, in memory: what the API tells of them. */
export class RecordingCatalog {
  readonly #days: number;
  readonly #recordings = new Map<string, StoredRecording>();

  /** @param days - how long a recording is kept */
  constructor(stored: readonly StoredRecording[], days: number) {
    this.#days = days;
    stored.forEach((recording) => this.set(recording));
  }

  /** The oldest first. */
  get all(): StoredRecording[] {
    return [...this.#recordings.values()].toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  get(id: string): StoredRecording | undefined {
    return this.#recordings.get(id);
  }

  /** No other recording has begun in this millisecond. */
  freeStart(startedAt: Date): Date {
    let ms = startedAt.getTime();
    const taken = new Set([...this.#recordings.values()].map(placeOf));
    while (taken.has(ms)) ms += 1;
    return new Date(ms);
  }

  /** Adds one, or says something new of it. */
  set(recording: StoredRecording): void {
    this.#recordings.set(recording.id, recording);
  }

  delete(id: string): void {
    this.#recordings.delete(id);
  }

  /** When it shall be deleted; undefined while it is recorded. */
  keptUntil({ endedAt }: StoredRecording): Date | undefined {
    return endedAt ? new Date(endedAt.getTime() + this.#days * DAY_MS) : undefined;
  }

  /** The recording that was made of a broadcast at this time. */
  at(broadcastId: string, time: Date): StoredRecording | undefined {
    for (const recording of this.#recordings.values()) {
      const { startedAt, endedAt } = recording;
      const isThen = startedAt <= time && (endedAt === null || time < endedAt);
      if (isThen && recording.broadcastId === broadcastId) return recording;
    }
    return undefined;
  }

  /** Stored recordings of a broadcast, or of all, in the order of their beginnings, to page through. */
  list(broadcastId: string | null | undefined): PagedList<StoredRecording> {
    return {
      read: async (range) => {
        const found = this.all
          .filter((recording) => !broadcastId || recording.broadcastId === broadcastId)
          .filter((recording) => isIn(range, placeOf(recording)));
        return range.fromEnd ? found.slice(-range.limit) : found.slice(0, range.limit);
      },
      placeOf,
      encode: (sequence) => encodeCursor({ log: CURSOR_LOG, sequence }),
      decode: (field, cursor) => decodeCursorOf([CURSOR_LOG], field, cursor).sequence,
    };
  }

  /** A recording as the API shows it. */
  view(recording: StoredRecording): Recording {
    const { id, broadcastId, startedAt, startedBy, endedAt, ending, bytes } = recording;
    const untilNow = (endedAt?.getTime() ?? Date.now()) - startedAt.getTime();
    return {
      id,
      broadcastId,
      state: endedAt ? RecordingState.ENDED : RecordingState.RECORDING,
      startedAt,
      startedBy,
      endedAt,
      ending,
      lengthMs: Math.min(MAX_INT, Math.max(0, Math.round(recording.lengthMs ?? untilNow))),
      bytes,
      keptUntil: this.keptUntil(recording) ?? null,
    };
  }
}

/** No two begin in the same millisecond. */
function placeOf({ startedAt }: StoredRecording): number {
  return startedAt.getTime();
}

function isIn({ after, before }: PlaceRange, place: number): boolean {
  return place > after && (before === undefined || place < before);
}
