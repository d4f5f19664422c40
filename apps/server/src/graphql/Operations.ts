import type {
  Broadcast as BroadcastSnapshot,
  CrowdEventConnection,
  CrowdEventFilter,
  CrowdEventMessage,
  CrowdEventPageQuery,
  CrowdlensApi,
  IceCandidate,
  IceCandidateInput,
  IceServer,
  MeasurementFrame,
  PlayInput,
  PublishInput,
  Session,
  SetOverlayInput,
  SetRegionsOfInterestInput,
  ShareLink,
  ShareLinkInput,
  WatchInput,
} from '@crowdlens/schema';
import type { Access } from '../access/Access.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import type { Config } from '../config.js';
import { badInput } from '../errors.js';
import { decodeCursor } from '../events/cursor.js';
import type { EventReader } from '../events/EventReader.js';
import { eventConditions } from '../events/filter.js';

const MAX_THROTTLE_MS = 60_000;

/** The arguments of `Subscription.crowdEvents`. */
export interface CrowdEventsArguments {
  readonly broadcastId: string;
  readonly filter?: CrowdEventFilter | null;
  readonly after?: string | null;
}

/** What {@link Operations} asks. */
export interface OperationsParts {
  readonly broadcasts: Broadcasts;
  readonly access: Access;
  readonly iceServers: Config['iceServers'];
}

/** Answers the schema: each method asks one thing of `broadcast/`, `events/` or `access/`. */
export class Operations implements CrowdlensApi {
  readonly #broadcasts: Broadcasts;
  readonly #access: Access;
  readonly #iceServers: Config['iceServers'];

  constructor({ broadcasts, access, iceServers }: OperationsParts) {
    this.#broadcasts = broadcasts;
    this.#access = access;
    this.#iceServers = iceServers;
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

  iceServers(): IceServer[] {
    return this.#iceServers.map(({ urls, username, credential }) => ({
      urls: [...urls],
      username: username ?? null,
      credential: credential ?? null,
    }));
  }

  async publish(input: PublishInput, until?: Date): Promise<Session> {
    return this.#limited(await this.#broadcasts.publish(input), until);
  }

  async watch({ broadcastId, ...input }: WatchInput, until?: Date): Promise<Session> {
    return this.#limited(await this.#broadcasts.get(broadcastId).watch(input), until);
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

  async setRegionsOfInterest(
    { broadcastId, ...input }: SetRegionsOfInterestInput,
    actor: string,
  ): Promise<BroadcastSnapshot> {
    const broadcast = this.#broadcasts.get(broadcastId);
    await broadcast.setRegions(input, actor);
    return broadcast.snapshot();
  }

  async setOverlay({ broadcastId, mode }: SetOverlayInput): Promise<BroadcastSnapshot> {
    const broadcast = this.#broadcasts.get(broadcastId);
    await broadcast.setOverlay(mode);
    return broadcast.snapshot();
  }

  createShareLink(input: ShareLinkInput): Promise<ShareLink> {
    return this.#access.shareLink(input);
  }

  watchCrowdEvents(
    broadcastId: string,
    filter?: CrowdEventFilter | null,
    after?: string | null,
  ): AsyncIterable<CrowdEventMessage> {
    const cursor = typeof after === 'string' ? decodeCursor('after', after) : undefined;
    return this.#broadcasts.get(broadcastId).events.stream(eventConditions(filter), cursor);
  }

  /** Reads events for one consumer, at its pace. */
  readCrowdEvents({ broadcastId, filter, after }: CrowdEventsArguments): EventReader {
    const cursor = typeof after === 'string' ? decodeCursor('after', after) : undefined;
    return this.#broadcasts.get(broadcastId).events.reader(eventConditions(filter), cursor);
  }

  watchMeasurements(broadcastId: string, throttleMs: number): AsyncIterable<MeasurementFrame> {
    if (throttleMs < 0 || throttleMs > MAX_THROTTLE_MS) {
      throw badInput(`throttleMs: must be from 0 to ${MAX_THROTTLE_MS}, not ${throttleMs}.`);
    }
    return this.#broadcasts.get(broadcastId).measurements.stream(throttleMs);
  }

  watchBroadcast(id: string): AsyncIterable<BroadcastSnapshot> {
    return this.#broadcasts.get(id).changes();
  }

  watchIceCandidates(sessionId: string): AsyncIterable<IceCandidate> {
    return this.#broadcasts.session(sessionId).candidates();
  }

  #limited(session: Session, until: Date | undefined): Session {
    this.#broadcasts.session(session.id).endAt(until);
    return session;
  }
}
