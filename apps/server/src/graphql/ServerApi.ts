import type { CrowdEvent, CrowdlensApi, PublishInput, Session, Validity } from '@crowdlens/schema';
import type { CatchUpReader } from '../events/CatchUpReader.js';
import type { EventConditions } from '../history/HistoryStore.js';
import type { PicturedAlert } from '../snapshot/AlertPictures.js';
import type { CrowdEventsArguments } from './Streams.js';

/** The arguments of `Subscription.alertChanged`. */
export interface AlertChangesArguments {
  readonly broadcastId?: string | null;
  readonly after?: string | null;
}

/** Read for one consumer, at its pace, what subscriptions tell that can be resumed. Throw ApiError BAD_USER_INPUT, BROADCAST_NOT_FOUND. */
export interface CatchUpReaders {
  crowdEvents(wanted: CrowdEventsArguments): CatchUpReader;
  /** @param only - the only broadcast that the consumer may use; undefined for all */
  alertChanged(wanted: AlertChangesArguments, only?: string): CatchUpReader;
}

/** Everything that the server can be asked, whatever the door: the schema's operations, and what other doors need beside them. */
export interface ServerApi extends CrowdlensApi {
  readonly readers: CatchUpReaders;
  /** The same for a caller who may use this broadcast only. */
  within(broadcastId: string | undefined): ServerApi;
  /** As `publish`, for an encoder, which comes back without a secret. */
  publishEncoder(
    input: Pick<PublishInput, 'broadcastId' | 'sdpOffer'>,
    validity?: Validity,
  ): Promise<Session>;
  /** All wanted events up to now, oldest first, some at a time. Throws ApiError BROADCAST_NOT_FOUND; HistoryError. */
  pastEvents(broadcastId: string, wanted: EventConditions): AsyncIterable<CrowdEvent[]>;
  /** Names the ICE session of a client; undefined when its offer did not. Rejects with ApiError SESSION_NOT_FOUND. */
  iceUfrag(sessionId: string): Promise<string | undefined>;
  /** Absolute path of the last processed picture, a JPEG file that may be missing. Rejects with ApiError BROADCAST_NOT_FOUND. */
  picture(broadcastId: string): Promise<string>;
  /** Absolute path of the picture that was kept of an alert, a JPEG file that may be missing. */
  alertPicture(alert: PicturedAlert): Promise<string>;
}
