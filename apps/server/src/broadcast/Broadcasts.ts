import { rm } from 'node:fs/promises';
import { OverlayMode } from '@crowdlens/schema';
import type { PlayInput, PublishInput, Session as SessionAnswer } from '@crowdlens/schema';
import { DEFAULT_PROCESSING_WIDTH } from '@crowdlens/schema/regions';
import { callAt } from '../callAt.js';
import { checkBroadcastId } from '../checkInput.js';
import type { PlayHosts } from '../egress/PlayHosts.js';
import { ApiError, badInput } from '../errors.js';
import { EventJournal } from '../events/EventJournal.js';
import type { RegionRevision } from '../history/HistoryStore.js';
import { alertSnapshotFolder } from '../snapshot/snapshotFile.js';
import { Broadcast } from './Broadcast.js';
import type { PublishWish } from './Broadcast.js';
import type { BroadcastEnvironment } from './BroadcastEnvironment.js';
import { broadcastNotFound } from './broadcastNotFound.js';
import type { Engagement } from './Engagement.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { playableUri } from './playable.js';
import { WHOLE_FRAME } from './regions.js';
import type { Session } from './Session.js';

/** Always there. */
const MAIN = 'main';

function newSettings(): RegionRevision {
  return {
    revision: 1,
    at: new Date(),
    actor: 'default',
    regions: [WHOLE_FRAME],
    processingWidth: DEFAULT_PROCESSING_WIDTH,
  };
}

/** What {@link Broadcasts} works with. */
export interface BroadcastsOptions extends BroadcastEnvironment {
  readonly maxBroadcasts: number;
  /** How long an unused broadcast is kept, milliseconds. */
  readonly broadcastIdleMs: number;
  /** Files below it can be played. */
  readonly mediaDir: string;
  /** What else can be played is fetched from these. */
  readonly playHosts: PlayHosts;
}

/** All broadcasts. Those that nobody uses for a while go; their saved regions stay for their return. */
export class Broadcasts {
  readonly #options: BroadcastsOptions;
  readonly #broadcasts = new Map<string, Broadcast>();
  /** By broadcast, what gives the timer of an unused one up. */
  readonly #idleTimers = new Map<string, () => void>();
  /** By broadcast; one of the same name begins behind it. */
  readonly #deletions = new Map<string, Promise<void>>();
  readonly #listeners: ((broadcast: Broadcast) => void)[] = [];
  readonly #resume = () => this.#broadcasts.forEach((broadcast) => broadcast.mediaAvailable());

  /** Starts with `main` and all broadcasts that have been saved. */
  static async open(options: BroadcastsOptions): Promise<Broadcasts> {
    const broadcasts = new Broadcasts(options);
    const saved = await options.history.store.savedBroadcasts();
    for (const id of new Set([MAIN, ...saved])) {
      if (broadcasts.#broadcasts.size < options.maxBroadcasts) await broadcasts.#add(id);
    }
    return broadcasts;
  }

  private constructor(options: BroadcastsOptions) {
    this.#options = options;
    options.media.on('available', this.#resume);
  }

  /** Calls back with each broadcast that is there, and with each that is made. */
  onEach(listener: (broadcast: Broadcast) => void): void {
    this.all.forEach(listener);
    this.#listeners.push(listener);
  }

  get all(): Broadcast[] {
    return [...this.#broadcasts.values()];
  }

  find(id: string): Broadcast | undefined {
    return this.#broadcasts.get(id);
  }

  /** @throws ApiError BROADCAST_NOT_FOUND */
  get(id: string): Broadcast {
    const broadcast = this.find(id);
    if (broadcast) return broadcast;
    throw broadcastNotFound(id);
  }

  /** @throws ApiError SESSION_NOT_FOUND */
  session(id: string): Session {
    for (const broadcast of this.#broadcasts.values()) {
      const session = broadcast.session(id);
      if (session) return session;
    }
    throw new ApiError(
      'SESSION_NOT_FOUND',
      'There is no such session, or no longer. Publish or watch again to get a new one.',
    );
  }

  /** Publishes into a broadcast, which is made when it is not known. Throws as `Broadcast.publish`, and LIMIT_EXCEEDED. */
  publish({ broadcastId, ...input }: PublishInput & PublishWish): Promise<SessionAnswer> {
    return this.#withBroadcast(broadcastId, (broadcast) => broadcast.publish(input));
  }

  /** Plays into a broadcast, which is made when it is not known. Throws as `Broadcast.play`, and LIMIT_EXCEEDED. */
  async play({ broadcastId, uri }: PlayInput): Promise<Broadcast> {
    const { mediaDir, playHosts } = this.#options;
    const playable = await playableUri(uri, mediaDir, playHosts);
    return this.#withBroadcast(broadcastId, async (broadcast) => {
      await broadcast.play(playable);
      return broadcast;
    });
  }

  /** Takes over what a server was about that is gone; complete after {@link resume}. */
  async takeOver(id: string, engagement: Engagement, left: readonly LeftPipeline[]): Promise<void> {
    const broadcast = this.find(id) ?? (await this.#add(id));
    await broadcast.takeOver(engagement, left);
  }

  /** Goes on with what was taken over. */
  async resume(): Promise<void> {
    await Promise.all(this.all.map((broadcast) => broadcast.resume()));
  }

  /** Ends all recordings, whose files are then complete. */
  async stopRecordings(): Promise<void> {
    await Promise.allSettled(this.all.map((broadcast) => broadcast.stopRecording()));
  }

  /** @returns false when there is no such session */
  leave(sessionId: string): boolean {
    return this.all.some((broadcast) => broadcast.leave(sessionId));
  }

  /**
   * Ends a broadcast and forgets it with its saved regions, recordings and pictures.
   *
   * @throws ApiError BROADCAST_NOT_FOUND, BAD_USER_INPUT for `main`
   */
  async delete(id: string): Promise<void> {
    const broadcast = this.get(id);
    if (id === MAIN) throw badInput('id: "main" cannot be deleted; stop it instead.');
    const deletion = this.#delete(broadcast).finally(() => this.#deletions.delete(id));
    this.#deletions.set(id, deletion);
    await deletion;
  }

  close(): void {
    this.#options.media.off('available', this.#resume);
    this.all.forEach((broadcast) => void this.#forget(broadcast));
  }

  async #delete(broadcast: Broadcast): Promise<void> {
    const { id, picture } = broadcast;
    const { dataDir, history, recordings } = this.#options;
    // What was just beginning, a recording for instance, would be left over.
    await this.#forget(broadcast);
    await history.writer.idle();
    await history.store.remove(id);
    await recordings.deleteOf(id);
    await picture.forget();
    await rm(alertSnapshotFolder(dataDir, id), { recursive: true, force: true });
  }

  async #withBroadcast<T>(id: string, use: (broadcast: Broadcast) => Promise<T>): Promise<T> {
    checkBroadcastId('broadcastId', id);
    await this.#deletions.get(id)?.catch(() => undefined);
    const known = this.find(id);
    const broadcast = known ?? (await this.#add(id));
    try {
      return await use(broadcast);
    } catch (error) {
      // What could not even begin leaves nothing behind.
      if (!known && broadcast.isIdle) void this.#forget(broadcast);
      throw error;
    }
  }

  async #add(id: string): Promise<Broadcast> {
    const { history } = this.#options;
    const events = await EventJournal.open(id, history);
    const { log } = events.name;
    const [settings = newSettings()] = await history.store.revisions(log, 1);
    const overlay = (await history.store.overlay(log)) ?? OverlayMode.FULL;
    const meanwhile = this.find(id);
    if (meanwhile) return meanwhile;
    const { maxBroadcasts } = this.#options;
    if (this.#broadcasts.size >= maxBroadcasts) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `There are ${maxBroadcasts} broadcasts, and no more are allowed. Delete one that is not needed.`,
      );
    }
    const broadcast = new Broadcast(id, events, settings, overlay, this.#options, () =>
      this.#watchIdle(broadcast),
    );
    this.#broadcasts.set(id, broadcast);
    this.#watchIdle(broadcast);
    this.#listeners.forEach((listener) => listener(broadcast));
    return broadcast;
  }

  #watchIdle(broadcast: Broadcast): void {
    const { id } = broadcast;
    if (!broadcast.isIdle) {
      this.#stopIdleTimer(id);
    } else if (id !== MAIN && !this.#idleTimers.has(id)) {
      const expire = () => {
        this.#idleTimers.delete(id);
        if (broadcast.isUnused) void this.#forget(broadcast);
        else this.#watchIdle(broadcast);
      };
      const end = new Date(Date.now() + this.#options.broadcastIdleMs);
      this.#idleTimers.set(id, callAt(end, expire));
    }
  }

  #stopIdleTimer(id: string): void {
    this.#idleTimers.get(id)?.();
    this.#idleTimers.delete(id);
  }

  /** Resolves when nothing of it is under way any more. */
  #forget(broadcast: Broadcast): Promise<void> {
    const closed = broadcast.close();
    this.#stopIdleTimer(broadcast.id);
    this.#broadcasts.delete(broadcast.id);
    return closed;
  }
}
