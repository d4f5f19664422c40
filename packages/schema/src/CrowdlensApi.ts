import type { AlertsApi } from './AlertsApi.js';
import type { RecordingsApi } from './RecordingsApi.js';
import type { ShareLinksApi } from './ShareLinksApi.js';
import type { Role } from './types/access.js';
import type { Broadcast, RegionsRevision } from './types/broadcast.js';
import type {
  CrowdEventConnection,
  CrowdEventFilter,
  CrowdEventMessage,
} from './types/crowdEvent.js';
import type { MeasurementFrame } from './types/measurement.js';
import type { SetOverlayInput } from './types/overlayInput.js';
import type { PageArgs } from './types/page.js';
import type {
  AddRegionOfInterestInput,
  RemoveRegionOfInterestInput,
  RestoreRegionsOfInterestInput,
  SetRegionsOfInterestInput,
  UpdateRegionOfInterestInput,
} from './types/regionInputs.js';
import type { DryRun, DryRunInput, SeriesBucket } from './types/series.js';
import type { ServerInfo } from './types/serverInfo.js';
import type {
  IceCandidate,
  IceCandidateInput,
  IceServer,
  PlayInput,
  PublishInput,
  Session,
  WatchInput,
} from './types/session.js';
import type { WebhooksApi } from './WebhooksApi.js';

/** Which page of the history is wanted (Relay cursor connections). */
export interface CrowdEventPageQuery extends Partial<PageArgs> {
  broadcastId: string;
  filter?: CrowdEventFilter | null;
}

/** Which part of the series is wanted. */
export interface SeriesQuery {
  broadcastId: string;
  regionId: string;
  from: Date;
  to: Date;
  bucketSeconds: number;
}

/** Where the busiest periods are looked for. */
export interface BusiestQuery extends Omit<SeriesQuery, 'regionId'> {
  regionId?: string | null;
  first: number;
}

/** Which revisions of the regions are wanted. */
export interface RegionHistoryQuery {
  broadcastId: string;
  first: number;
  before?: number | null;
}

/**
 * What a server must be able to do to answer the schema: one method for each root field.
 * The schema checks types; ranges, rights and everything else are the server's.
 */
export interface CrowdlensApi {
  readonly alerts: AlertsApi;
  readonly webhooks: WebhooksApi;
  readonly recordings: RecordingsApi;
  readonly shareLinks: ShareLinksApi;

  broadcast(id: string): Broadcast | null;
  broadcasts(): Broadcast[];
  crowdEvents(query: CrowdEventPageQuery): Promise<CrowdEventConnection>;
  eventCursor(broadcastId: string): string;
  series(query: SeriesQuery): Promise<SeriesBucket[]>;
  busiest(query: BusiestQuery): Promise<SeriesBucket[]>;
  regionHistory(query: RegionHistoryQuery): Promise<RegionsRevision[]>;
  dryRun(input: DryRunInput): Promise<DryRun>;
  serverInfo(): ServerInfo;
  iceServers(): IceServer[];

  /** @param validity - of the caller's token; the session ends with it */
  publish(input: PublishInput, validity?: Validity): Promise<Session>;
  /** @param validity - of the caller's token; the session ends with it */
  watch(input: WatchInput, validity?: Validity): Promise<Session>;
  addIceCandidate(input: IceCandidateInput): Promise<boolean>;
  leave(sessionId: string): Promise<boolean>;
  play(input: PlayInput): Promise<Broadcast>;
  stop(broadcastId: string): Promise<Broadcast>;
  deleteBroadcast(id: string): Promise<boolean>;
  // The actor is who wants it, for the history.
  setRegionsOfInterest(input: SetRegionsOfInterestInput, actor: string): Promise<Broadcast>;
  addRegionOfInterest(input: AddRegionOfInterestInput, actor: string): Promise<Broadcast>;
  updateRegionOfInterest(input: UpdateRegionOfInterestInput, actor: string): Promise<Broadcast>;
  removeRegionOfInterest(input: RemoveRegionOfInterestInput, actor: string): Promise<Broadcast>;
  restoreRegionsOfInterest(input: RestoreRegionsOfInterestInput, actor: string): Promise<Broadcast>;
  setOverlay(input: SetOverlayInput): Promise<Broadcast>;

  watchCrowdEvents(
    broadcastId: string,
    filter?: CrowdEventFilter | null,
    after?: string | null,
  ): AsyncIterable<CrowdEventMessage>;
  watchMeasurements(
    broadcastId: string,
    throttleMs: number,
    regionIds?: readonly string[] | null,
  ): AsyncIterable<MeasurementFrame>;
  watchBroadcast(id: string): AsyncIterable<Broadcast>;
  watchIceCandidates(sessionId: string): AsyncIterable<IceCandidate>;
}

/** What says how long something is good. */
export interface ValidityFacts {
  readonly expiresAt: Date;
  /** The share link that it depends on; undefined for none. */
  readonly linkId?: string;
}

/** How long something is good, for whatever ends with it. */
export interface Validity extends ValidityFacts {
  /** Calls back when it is no longer good. @returns gives that up */
  onEnd(callback: () => void): () => void;
}

/** What the schema needs in the context of each operation. */
export interface CrowdlensContext {
  /** Answers in the name of one caller. */
  readonly api: CrowdlensApi;
  /** Who the caller is, for people: "anonymous" where no token is wanted. */
  readonly callerName: string;
  /** What the caller may do. */
  readonly role: Role;
  /** The only broadcast that the caller may use; undefined for all. */
  readonly broadcastId?: string | undefined;
  /** Of the caller's token. */
  readonly validity?: Validity | undefined;
  /** Throws an error that says what is missing when the caller does not have this role. */
  require(role: Role): void;
}
