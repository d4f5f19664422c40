import type { Engagement } from '../broadcast/Engagement.js';
import type {
  Broadcast as BroadcastSnapshot,
  CrowdEvent,
  MeasurementFrame,
} from '@crowdlens/schema';

/** The channel of {@link FeedMessage}s. */
export const FEED = 'feed';
/** The channel on which a server asks to be told everything. */
export const ASK = 'ask';

/** A broadcast as the others know it. */
export interface BroadcastFacts {
  readonly id: string;
  /** See `LogName`. */
  readonly log: number;
  /** Number of its newest event. */
  readonly newest: number;
  readonly snapshot: BroadcastSnapshot;
}

/** What the server that leads says to all. */
export type FeedMessage = {
  /** Of who leads; what one says who led before counts no more. */
  readonly fence: number;
} & (
  | { readonly type: 'broadcast'; readonly facts: BroadcastFacts }
  | { readonly type: 'event'; readonly log: number; readonly event: CrowdEvent }
  | { readonly type: 'measured'; readonly frame: MeasurementFrame }
  /** At each change of what there is, and regularly: whoever has missed something notices. */
  | {
      readonly type: 'state';
      /** By broadcast, the number of its newest event. */
      readonly newest: Readonly<Record<string, number>>;
      /** Number of the newest change of an alert. */
      readonly alerts: number;
    }
);

/** The key of what is on the air, for the server that leads next. */
export const ENGAGEMENTS = 'engagements';

/** By broadcast. */
export type Engagements = Readonly<Record<string, Engagement>>;

/** The channel that says that share links were made or taken back. */
export const SHARE_LINKS = 'share-links';
