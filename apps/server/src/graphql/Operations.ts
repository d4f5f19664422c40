import type {
  AddRegionOfInterestInput,
  AlertsApi,
  Broadcast as BroadcastSnapshot,
  BusiestQuery,
  CrowdEvent,
  CrowdEventConnection,
  CrowdEventFilter,
  CrowdEventMessage,
  CrowdEventPageQuery,
  DryRun,
  DryRunInput,
  IceCandidate,
  IceCandidateInput,
  IceServer,
  MeasurementFrame,
  PlayInput,
  PublishInput,
  RecordingsApi,
  RegionHistoryQuery,
  RegionsRevision,
  RemoveRegionOfInterestInput,
  RestoreRegionsOfInterestInput,
  SeriesBucket,
  SeriesQuery,
  ServerInfo,
  Session,
  SetOverlayInput,
  SetRegionsOfInterestInput,
  ShareLinksApi,
  UpdateRegionOfInterestInput,
  Validity,
  WatchInput,
} from '@crowdlens/schema';
import type { Alerts } from '../alerts/Alerts.js';
import { alertsFor } from '../alerts/alertsFor.js';
import { broadcastsFor } from '../broadcast/broadcastsFor.js';
import type { ReachableBroadcasts } from '../broadcast/broadcastsFor.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import {
  mergedConfig,
  regionOf,
  withChanges,
  withoutRegion,
  withRegion,
} from '../broadcast/regionEdits.js';
import type { RegionChange, RegionWishes } from '../broadcast/regionEdits.js';
import { checkConfig } from '../broadcast/regions.js';
import type { IceServers } from '../access/iceServersFor.js';
import { ApiError, badInput } from '../errors.js';
import { dryRun } from '../history/dryRun.js';
import type { History } from '../history/History.js';
import type { EventConditions, RegionSettings } from '../history/HistoryStore.js';
import { busiest, series } from '../history/seriesQueries.js';
import type { RecordingOperations } from './RecordingOperations.js';
import type { CatchUpReaders, ServerApi } from './ServerApi.js';
import { Streams } from './Streams.js';
import type { AlertPictures, PicturedAlert } from '../snapshot/AlertPictures.js';
import type { Webhooks } from '../webhooks/Webhooks.js';

const MAX_REVISIONS = 100;

/** What {@link Operations} asks. */
export interface OperationsParts {
  readonly broadcasts: Broadcasts;
  readonly alerts: Alerts;
  readonly alertPictures: AlertPictures;
  readonly webhooks: Webhooks;
  readonly recordings: RecordingOperations;
  readonly shareLinks: ShareLinksApi;
  readonly history: History;
  readonly serverInfo: () => ServerInfo;
  readonly iceServers: () => IceServers;
}

/** Answers the schema: each method asks one thing of `broadcast/`, `events/` or `history/`. */
export class Operations implements ServerApi {
  readonly alerts: AlertsApi;
  readonly webhooks: Webhooks;
  readonly recordings: RecordingsApi;
  readonly shareLinks: ShareLinksApi;
  readonly readers: CatchUpReaders;
  readonly #parts: OperationsParts;
  readonly #broadcasts: ReachableBroadcasts;
  readonly #streams: Streams;
  readonly #history: History;
  readonly #serverInfo: () => ServerInfo;
  readonly #iceServers: () => IceServers;

  /** @param only - the only broadcast that the caller may use; undefined for all */
  constructor(parts: OperationsParts, only?: string) {
    this.#parts = parts;
    this.#broadcasts = broadcastsFor(parts.broadcasts, only);
    this.alerts = alertsFor(parts.alerts, this.#broadcasts, only);
    this.webhooks = parts.webhooks;
    this.recordings = only === undefined ? parts.recordings : parts.recordings.within(only);
    this.shareLinks = parts.shareLinks;
    this.#streams = new Streams(this.#broadcasts);
    // What they read for was allowed already.
    const streams = new Streams(parts.broadcasts);
    this.readers = {
      crowdEvents: (wanted) => streams.crowdEventReader(wanted),
      alertChanged: ({ broadcastId, after }, scope) =>
        parts.alerts.reader(broadcastId ?? scope, after),
    };
    this.#history = parts.history;
    this.#serverInfo = parts.serverInfo;
    this.#iceServers = parts.iceServers;
  }

  /** The same for a caller who may use this broadcast only. */
  within(broadcastId: string | undefined): Operations {
    return broadcastId === undefined ? this : new Operations(this.#parts, broadcastId);
  }

  broadcast(id: string): BroadcastSnapshot | null {
    return this.#broadcasts.find(id)?.snapshot() ?? null;
  }

  broadcasts(): BroadcastSnapshot[] {
    return this.#broadcasts.all.map((broadcast) => broadcast.snapshot());
  }

  async crowdEvents(query: CrowdEventPageQuery): Promise<CrowdEventConnection> {
    return this.#broadcasts.get(query.broadcastId).events.page(query);
  }

  eventCursor(broadcastId: string): string {
    return this.#broadcasts.get(broadcastId).events.cursor;
  }

  async series({ broadcastId, ...query }: SeriesQuery): Promise<SeriesBucket[]> {
    return series(this.#history.store, this.#logOf(broadcastId), query);
  }

  async busiest({ broadcastId, ...query }: BusiestQuery): Promise<SeriesBucket[]> {
    return busiest(this.#history.store, this.#logOf(broadcastId), query);
  }

  async regionHistory(query: RegionHistoryQuery): Promise<RegionsRevision[]> {
    const { broadcastId, first, before } = query;
    if (first < 1 || first > MAX_REVISIONS) {
      throw badInput(`first: must be from 1 to ${MAX_REVISIONS}, not ${first}.`);
    }
    const { events, settings } = this.#broadcasts.get(broadcastId);
    const found = await this.#history.store.revisions(events.name.log, first, before ?? undefined);
    // The first revision is saved with the second.
    const isUnsaved = found.length === 0 && settings.revision < (before ?? Infinity);
    return isUnsaved ? [settings] : found;
  }

  async dryRun({ broadcastId, regionId, config, from, to }: DryRunInput): Promise<DryRun> {
    const { settings, events } = this.#broadcasts.get(broadcastId);
    const { config: present } = regionOf(settings.regions, regionId);
    const tried = checkConfig('config', mergedConfig(present, config));
    return dryRun(this.#history.store, events.name.log, { regionId, from, to, tried, present });
  }

  serverInfo(): ServerInfo {
    return this.#serverInfo();
  }

  iceServers(): IceServer[] {
    return this.#iceServers().map(({ urls, username, credential }) => ({
      urls: [...urls],
      username: username ?? null,
      credential: credential ?? null,
    }));
  }

  async publish(input: PublishInput, validity?: Validity): Promise<Session> {
    return this.#limited(await this.#broadcasts.publish(input), validity);
  }

  async publishEncoder(
    input: Pick<PublishInput, 'broadcastId' | 'sdpOffer'>,
    validity?: Validity,
  ): Promise<Session> {
    const wish = { ...input, isEncoder: true };
    return this.#limited(await this.#broadcasts.publish(wish), validity);
  }

  async watch({ broadcastId, ...input }: WatchInput, validity?: Validity): Promise<Session> {
    return this.#limited(await this.#broadcasts.get(broadcastId).watch(input), validity);
  }

  async addIceCandidate({ sessionId, ...candidate }: IceCandidateInput): Promise<boolean> {
    return this.#broadcasts.session(sessionId).addIceCandidate(candidate);
  }

  async leave(sessionId: string): Promise<boolean> {
    return this.#broadcasts.leave(sessionId);
  }

  async play(input: PlayInput): Promise<BroadcastSnapshot> {
    return (await this.#broadcasts.play(input)).snapshot();
  }

  async stop(broadcastId: string): Promise<BroadcastSnapshot> {
    const broadcast = this.#broadcasts.get(broadcastId);
    await broadcast.stop();
    return broadcast.snapshot();
  }

  async deleteBroadcast(id: string): Promise<boolean> {
    await this.#broadcasts.delete(id);
    return true;
  }

  setRegionsOfInterest(
    { broadcastId, expectedRevision, ...wishes }: SetRegionsOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    return this.#changeRegions(broadcastId, { expectedRevision, actor }, () => wishes);
  }

  addRegionOfInterest(
    { broadcastId, expectedRevision, region }: AddRegionOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    return this.#changeRegions(broadcastId, { expectedRevision, actor }, ({ regions }) => ({
      regions: withRegion(regions, region),
    }));
  }

  updateRegionOfInterest(
    { broadcastId, expectedRevision, ...changes }: UpdateRegionOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    return this.#changeRegions(broadcastId, { expectedRevision, actor }, ({ regions }) => ({
      regions: withChanges(regions, changes),
    }));
  }

  removeRegionOfInterest(
    { broadcastId, expectedRevision, id }: RemoveRegionOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    return this.#changeRegions(broadcastId, { expectedRevision, actor }, ({ regions }) => ({
      regions: withoutRegion(regions, id),
    }));
  }

  restoreRegionsOfInterest(
    { broadcastId, expectedRevision, revision }: RestoreRegionsOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    const { log } = this.#broadcasts.get(broadcastId).events.name;
    return this.#changeRegions(broadcastId, { expectedRevision, actor }, async (present) => {
      if (revision === present.revision) return present;
      const [found] = await this.#history.store.revisions(log, 1, revision + 1);
      if (found?.revision === revision) return found;
      throw new ApiError(
        'REVISION_NOT_FOUND',
        `Revision ${revision} is not kept. regionHistory tells those that are.`,
      );
    });
  }

  async setOverlay({ broadcastId, mode }: SetOverlayInput): Promise<BroadcastSnapshot> {
    const broadcast = this.#broadcasts.get(broadcastId);
    await broadcast.setOverlay(mode);
    return broadcast.snapshot();
  }

  watchCrowdEvents(
    broadcastId: string,
    filter?: CrowdEventFilter | null,
    after?: string | null,
  ): AsyncIterable<CrowdEventMessage> {
    return this.#streams.crowdEvents({ broadcastId, filter: filter ?? null, after: after ?? null });
  }

  watchMeasurements(
    broadcastId: string,
    throttleMs: number,
    regionIds?: readonly string[] | null,
  ): AsyncIterable<MeasurementFrame> {
    return this.#streams.measurements(broadcastId, throttleMs, regionIds);
  }

  watchBroadcast(id: string): AsyncIterable<BroadcastSnapshot> {
    return this.#streams.broadcast(id);
  }

  watchIceCandidates(sessionId: string): AsyncIterable<IceCandidate> {
    return this.#broadcasts.session(sessionId).candidates();
  }

  pastEvents(broadcastId: string, wanted: EventConditions): AsyncIterable<CrowdEvent[]> {
    return this.#broadcasts.get(broadcastId).events.past(wanted);
  }

  async iceUfrag(sessionId: string): Promise<string | undefined> {
    return this.#broadcasts.session(sessionId).iceUfrag;
  }

  async picture(broadcastId: string): Promise<string> {
    const { picture } = this.#broadcasts.get(broadcastId);
    await picture.refresh();
    return picture.file;
  }

  alertPicture(alert: PicturedAlert): Promise<string> {
    return this.#parts.alertPictures.file(alert);
  }

  #limited(session: Session, validity: Validity | undefined): Session {
    this.#broadcasts.session(session.id).endWith(validity);
    return session;
  }

  async #changeRegions(
    broadcastId: string,
    by: RegionChange,
    change: (present: RegionSettings) => RegionWishes | Promise<RegionWishes>,
  ): Promise<BroadcastSnapshot> {
    const broadcast = this.#broadcasts.get(broadcastId);
    await broadcast.changeRegions(by, change);
    return broadcast.snapshot();
  }

  #logOf(broadcastId: string): number {
    return this.#broadcasts.get(broadcastId).events.name.log;
  }
}
