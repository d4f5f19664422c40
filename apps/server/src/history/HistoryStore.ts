import type {
  CrowdEvent,
  CrowdEventKind,
  CrowdLevel,
  OverlayMode,
  RegionOfInterest,
} from '@crowdlens/schema';
import type { AlertStore } from './AlertStore.js';
import type { WebhookStore } from './WebhookStore.js';
import type { RecordingStore } from './RecordingStore.js';
import type { ShareLinkStore } from './ShareLinkStore.js';

/** The event log of a broadcast, as the store has it. */
export interface LogState {
  /** Names the log: a broadcast that is deleted and made anew begins another one. */
  readonly log: number;
  /** Number of the newest event; 0 before the first. */
  readonly newest: number;
  /** When the newest event was noticed, milliseconds since 1970; 0 before the first. */
  readonly newestAt: number;
}

/** The log of a broadcast, by both its names. */
export interface LogName {
  readonly broadcastId: string;
  readonly log: number;
}

/** An event and the log that it belongs to. */
export interface StoredEvent {
  readonly log: number;
  readonly event: CrowdEvent;
}

/** What a broadcast measures. */
export interface RegionSettings {
  /** Grows by one with each change. */
  readonly revision: number;
  readonly regions: readonly RegionOfInterest[];
  /** Pixels, 160..1280. */
  readonly processingWidth: number;
}

/** One of the settings that a broadcast has had. */
export interface RegionRevision extends RegionSettings {
  readonly at: Date;
  /** Who made it. */
  readonly actor: string;
}

/** What was measured in a region during some time. Sums and counts, so that rows can be added up. */
export interface SeriesRow {
  readonly regionId: string;
  /** Seconds since 1970. */
  readonly start: number;
  /** Number of measurements. */
  readonly count: number;
  readonly occupancySum: number;
  readonly occupancyMin: number;
  readonly occupancyMax: number;
  /** Number of measurements with a fluidity, that is with somebody in the region. */
  readonly fluidityCount: number;
  readonly fluiditySum: number;
  /** Null while nobody was there; so is the maximum. */
  readonly fluidityMin: number | null;
  readonly fluidityMax: number | null;
  /** Sum of the unit vectors of all directions: x to the right, y to the top. */
  readonly directionX: number;
  readonly directionY: number;
  /** Time at each level of occupancy. */
  readonly secondsNone: number;
  readonly secondsMin: number;
  readonly secondsMed: number;
  readonly secondsMax: number;
}

/** One second of a region, and the log that it belongs to. */
export interface StoredSecond {
  readonly log: number;
  readonly second: SeriesRow;
}

/** What is written at once: all of it, or nothing. */
export interface HistoryBatch {
  /** The logs of the events and seconds. */
  readonly logs: readonly LogName[];
  readonly events: readonly StoredEvent[];
  readonly seconds: readonly StoredSecond[];
}

/** Which events are wanted; all conditions must hold. */
export interface EventConditions {
  readonly regionIds?: readonly string[] | null;
  readonly kinds?: readonly CrowdEventKind[] | null;
  /** Of occupancy and fluidity; direction events pass. */
  readonly minLevel?: CrowdLevel | null;
  /** From this time on. */
  readonly from?: Date | null;
  /** Before this time. */
  readonly to?: Date | null;
}

/** Some events of a log, by number. */
export interface EventRange {
  /** Only events behind this number. */
  readonly after: number;
  /** Only events before this number. */
  readonly before?: number;
  readonly limit: number;
  /** Whether the newest of them are wanted; in either case the oldest comes first. */
  readonly fromEnd?: boolean;
}

/** A span of the series of one region. */
export interface SeriesRange {
  readonly regionId: string;
  /** Seconds since 1970. */
  readonly from: number;
  /** Seconds since 1970, not included. */
  readonly to: number;
}

/** How long things are kept. */
export interface Retention {
  /** Events, and the series by the minute. */
  readonly days: number;
  /** Events of a broadcast. */
  readonly maxEvents: number;
  /** The series by the second. */
  readonly secondsDays: number;
  /** Of an SQLite file; beyond it, the oldest of all that goes. Undefined: as large as it gets. */
  readonly maxBytes?: number | undefined;
}

/**
 * What happened, on a disk: crowd events, what was measured, the revisions of the regions, and alerts.
 * Everything rejects with a HistoryError when the database cannot do it.
 */
export interface HistoryStore extends AlertStore, RecordingStore, ShareLinkStore, WebhookStore {
  /**
   * From now on only this store writes events, settings and alerts: what another one that led before
   * still wants to write is refused with a {@link FencedError}.
   *
   * @returns the fencing token, which grows with each call of any store of the database
   */
  lead(): Promise<number>;
  /** The log of a broadcast; undefined when nothing has been written into one. */
  findLog(broadcastId: string): Promise<LogState | undefined>;
  /** Resolves when the batch is on the disk. Writing the same batch twice is as writing it once. */
  write(batch: HistoryBatch): Promise<void>;
  /** Events in the order of their numbers. */
  events(name: LogName, wanted: EventConditions, range: EventRange): Promise<CrowdEvent[]>;
  /** Number of the oldest event that is kept; undefined when there is none. */
  oldestEvent(log: number): Promise<number | undefined>;

  /** The series of a region in buckets of this many seconds, those with measurements, in order. */
  series(log: number, range: SeriesRange, bucketSeconds: number): Promise<SeriesRow[]>;
  /** The buckets with the highest mean occupancy of one region or all, the busiest first. */
  busiest(
    log: number,
    range: Omit<SeriesRange, 'regionId'> & { readonly regionId: string | null },
    bucketSeconds: number,
    limit: number,
  ): Promise<SeriesRow[]>;

  /** The broadcasts whose regions, or rules for alerts, have been saved. */
  savedBroadcasts(): Promise<string[]>;
  /** Resolves when the revisions are on the disk. Those that are there already stay as they are. */
  saveRevisions(name: LogName, revisions: readonly RegionRevision[]): Promise<void>;
  /** The revisions before a number, or the newest, the newest first. */
  revisions(log: number, limit: number, before?: number): Promise<RegionRevision[]>;

  /** What is drawn on the pictures of the broadcast; undefined when nobody has said so. */
  overlay(log: number): Promise<OverlayMode | undefined>;
  /** Resolves when it is on the disk. */
  saveOverlay(name: LogName, mode: OverlayMode): Promise<void>;

  /** Forgets a broadcast; its events go bit by bit with {@link trim}. */
  remove(broadcastId: string): Promise<void>;
  /**
   * Deletes a little of what is too old or too much.
   *
   * @param now - milliseconds since 1970
   * @returns whether there may be more to delete
   */
  trim(retention: Retention, now: number): Promise<boolean>;

  close(): Promise<void>;
}

/** The database could not do something. */
export class HistoryError extends Error {
  override readonly name: string = 'HistoryError';
  readonly code = 'HISTORY_UNAVAILABLE';
}

/** Another server leads, and writes. */
export class FencedError extends HistoryError {
  override readonly name = 'FencedError';

  constructor() {
    super(
      'Another server has taken the lead; what this one wants to write does not count any more.',
    );
  }
}
