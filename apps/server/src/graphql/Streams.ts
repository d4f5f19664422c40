import type {
  Broadcast as BroadcastSnapshot,
  CrowdEventFilter,
  CrowdEventMessage,
  MeasurementFrame,
} from '@crowdlens/schema';
import { badInput } from '../errors.js';
import type { CatchUpReader } from '../events/CatchUpReader.js';
import { decodeCursor } from '../events/cursor.js';
import type { EventLog } from '../events/EventLog.js';
import { eventConditions } from '../events/filter.js';
import type { Latest } from '../events/Latest.js';

const MAX_THROTTLE_MS = 60_000;
const MAX_REGION_IDS = 32;

/** A broadcast as those see it who only look at it. */
export interface VisibleBroadcast {
  readonly events: EventLog;
  readonly measurements: Latest<MeasurementFrame>;
  snapshot(): BroadcastSnapshot;
  /** It as it is, then after each change. */
  changes(): AsyncIterable<BroadcastSnapshot>;
}

/** Broadcasts to look at. */
export interface VisibleBroadcasts {
  readonly all: readonly VisibleBroadcast[];
  find(id: string): VisibleBroadcast | undefined;
  /** @throws ApiError BROADCAST_NOT_FOUND */
  get(id: string): VisibleBroadcast;
}

/** The arguments of `Subscription.crowdEvents`. */
export interface CrowdEventsArguments {
  readonly broadcastId: string;
  readonly filter?: CrowdEventFilter | null;
  readonly after?: string | null;
}

/** What subscriptions tell of broadcasts. Throws ApiError BAD_USER_INPUT, BROADCAST_NOT_FOUND. */
export class Streams {
  readonly #broadcasts: VisibleBroadcasts;

  constructor(broadcasts: VisibleBroadcasts) {
    this.#broadcasts = broadcasts;
  }

  crowdEvents({
    broadcastId,
    filter,
    after,
  }: CrowdEventsArguments): AsyncIterable<CrowdEventMessage> {
    const { events } = this.#broadcasts.get(broadcastId);
    return events.stream(eventConditions(filter), cursorOf(after));
  }

  /** What {@link crowdEvents} tells, for one consumer. */
  crowdEventReader({ broadcastId, filter, after }: CrowdEventsArguments): CatchUpReader {
    const { events } = this.#broadcasts.get(broadcastId);
    return events.reader(eventConditions(filter), cursorOf(after));
  }

  measurements(
    broadcastId: string,
    throttleMs: number,
    regionIds?: readonly string[] | null,
  ): AsyncIterable<MeasurementFrame> {
    if (throttleMs < 0 || throttleMs > MAX_THROTTLE_MS) {
      throw badInput(`throttleMs: must be from 0 to ${MAX_THROTTLE_MS}, not ${throttleMs}.`);
    }
    if (regionIds && regionIds.length > MAX_REGION_IDS) {
      throw badInput(`regionIds: at most ${MAX_REGION_IDS}, not ${regionIds.length}.`);
    }
    const { measurements } = this.#broadcasts.get(broadcastId);
    if (!regionIds) return measurements.stream(throttleMs);
    return measurements.stream(throttleMs, ({ at, regions }) => ({
      broadcastId,
      at,
      regions: regions.filter(({ regionId }) => regionIds.includes(regionId)),
    }));
  }

  broadcast(id: string): AsyncIterable<BroadcastSnapshot> {
    return this.#broadcasts.get(id).changes();
  }
}

function cursorOf(after: string | null | undefined) {
  return typeof after === 'string' ? decodeCursor('after', after) : undefined;
}
