import type { Validity } from './CrowdlensApi.js';
import type { CrowdEvent, CrowdEventConnection } from './types/crowdEvent.js';
import type { PageArgs } from './types/page.js';
import type {
  Recording,
  RecordingConnection,
  RecordingMoment,
  StartRecordingInput,
} from './types/recording.js';

/** Which page of the recordings is wanted (Relay cursor connections). */
export interface RecordingPageQuery extends Partial<PageArgs> {
  broadcastId?: string | null;
}

/** Which page of a recording's events is wanted (Relay cursor connections). */
export interface RecordedEventsQuery {
  first: number;
  after?: string | null;
}

/** What a server must be able to do with recordings. */
export interface RecordingsApi {
  page(query: RecordingPageQuery): Promise<RecordingConnection>;
  find(id: string): Promise<Recording | null>;
  /** @param actor - who wants it */
  start(input: StartRecordingInput, actor: string): Promise<Recording>;
  stop(broadcastId: string): Promise<Recording | null>;
  delete(id: string): Promise<boolean>;
  /**
   * Addresses that work without a token for a while.
   *
   * @param validity - of the caller's token: they end with it
   */
  url(recording: Recording, validity?: Validity): string;
  thumbnailUrl(recording: Recording, validity?: Validity): string;
  events(recording: Recording, query: RecordedEventsQuery): Promise<CrowdEventConnection>;
  momentOf(event: CrowdEvent): Promise<RecordingMoment | null>;
}
