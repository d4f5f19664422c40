import { randomBytes } from 'node:crypto';
import { BroadcastSource, BroadcastState } from '@crowdlens/schema';
import type {
  Broadcast as BroadcastSnapshot,
  MeasurementFrame,
  OverlayMode,
  PublishInput,
  RegionOfInterestInput,
  Session as SessionAnswer,
  WatchInput,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import { ApiError } from '../errors.js';
import type { EventLog } from '../events/EventLog.js';
import { Latest } from '../events/Latest.js';
import { ReadingInterpreter } from '../events/ReadingInterpreter.js';
import type { History } from '../history/History.js';
import type { RegionRevision, RegionSettings } from '../history/HistoryStore.js';
import { SeriesRecorder } from '../history/SeriesRecorder.js';
import type { MediaServers } from '../media/MediaServers.js';
import { Audience } from './Audience.js';
import type { DetectorListener } from './Detector.js';
import { checkProcessingWidth, checkRegions } from './regions.js';
import { videoDirection } from './sdp.js';
import { SerialQueue } from './SerialQueue.js';
import type { Session } from './Session.js';
import { PlayerSource, PresenterSource } from './Source.js';
import type { Source } from './Source.js';
import type { SourceWatch } from './SourceWatch.js';
import type { Stage } from './Stage.js';
import { StageHolder } from './StageHolder.js';

/** What broadcasts share. */
export interface BroadcastEnvironment {
  readonly media: MediaServers;
  readonly history: History;
  readonly log: Logger;
  readonly maxViewers: number;
  /** How long a presenter may be away, milliseconds. */
  readonly interruptedMs: number;
}

/** Who changes the regions, and what they had before them. */
export interface RegionChange {
  readonly expectedRevision?: number | null | undefined;
  /** For the history. */
  readonly actor: string;
}

/** What the regions shall be. */
export interface RegionWishes {
  readonly regions: readonly RegionOfInterestInput[];
  /** Kept when left out. */
  readonly processingWidth?: number | null | undefined;
}

/** One live stream with its presenter or player, its viewers, its regions and its events. */
export class Broadcast {
  readonly id: string;
  readonly events: EventLog;
  readonly measurements = new Latest<MeasurementFrame>();
  readonly #series: SeriesRecorder;
  readonly #changes: Latest<BroadcastSnapshot>;
  readonly #environment: BroadcastEnvironment;
  readonly #log: Logger;
  readonly #onChange: () => void;
  /** Changes of source and regions, one after the other. */
  readonly #serial = new SerialQueue();
  readonly #stage: StageHolder;
  readonly #audience: Audience;

  #state = BroadcastState.IDLE;
  #settings: RegionRevision;
  #overlay: OverlayMode;
  #source: Source | undefined;
  /** Whether a source is being made. */
  #replacing = false;
  /** Stays while the presenter is away. */
  #sourceKind: BroadcastSource | null = null;
  #resumeSecret: string | undefined;
  /** Played again when a lost media server is back. */
  #playedUri: string | undefined;
  #startedAt: Date | null = null;
  #interruption: NodeJS.Timeout | undefined;

  /** @param onChange - called after each change of the {@link snapshot} */
  constructor(
    id: string,
    events: EventLog,
    settings: RegionRevision,
    overlay: OverlayMode,
    environment: BroadcastEnvironment,
    onChange: () => void,
  ) {
    this.id = id;
    this.#onChange = onChange;
    this.#settings = settings;
    this.#overlay = overlay;
    this.#environment = environment;
    this.#log = environment.log.child({ broadcast: id });
    this.events = events;
    this.#series = new SeriesRecorder((second) =>
      environment.history.writer.addSecond(events.name, second),
    );
    this.#stage = new StageHolder(environment.media, () => this.#stageLost());
    this.#audience = new Audience(environment.maxViewers, () => this.#changed());
    this.#changes = new Latest(this.snapshot());
  }

  get isIdle(): boolean {
    return this.#state === BroadcastState.IDLE;
  }

  /** Whether it is idle, and nothing is about to change that. */
  get isUnused(): boolean {
    return this.isIdle && this.#serial.isEmpty;
  }

  /** The broadcast as it is now. */
  snapshot(): BroadcastSnapshot {
    return {
      id: this.id,
      title: null,
      state: this.#state,
      source: this.#sourceKind,
      viewerCount: this.#audience.size,
      revision: this.#settings.revision,
      regions: [...this.#settings.regions],
      processingWidth: this.#settings.processingWidth,
      overlay: this.#overlay,
      startedAt: this.#startedAt,
    };
  }

  /** What is measured now. */
  get settings(): RegionRevision {
    return this.#settings;
  }

  /** The broadcast as it is, then after each change. */
  changes(): AsyncIterable<BroadcastSnapshot> {
    return this.#changes.stream();
  }

  /** The session of this id, a viewer's or the presenter's. */
  session(id: string): Session | undefined {
    const presenter = this.#presenterSession();
    return presenter?.id === id ? presenter : this.#audience.session(id);
  }

  /**
   * Takes a presenter in, in place of a player or of the same presenter's earlier session.
   *
   * @throws ApiError PRESENTER_TAKEN, SDP_INVALID; KurentoError, MediaServerUnavailableError
   */
  publish({ sdpOffer, resume }: Omit<PublishInput, 'broadcastId'>): Promise<SessionAnswer> {
    return this.#serial.run(async () => {
      const direction = videoDirection(sdpOffer);
      if (direction !== 'sendrecv' && direction !== 'sendonly') {
        throw new ApiError('SDP_INVALID', 'sdpOffer: must send video.');
      }
      if (this.#resumeSecret === undefined || resume !== this.#resumeSecret) {
        this.#refuseWhenTaken();
      }
      // Nobody shall be thrown out while their presenter is coming back.
      clearTimeout(this.#interruption);
      try {
        const mirrored = direction === 'sendrecv';
        const { session } = await this.#replaceSource((stage) =>
          PresenterSource.create(stage, sdpOffer, mirrored),
        );
        this.#resumeSecret ??= randomBytes(18).toString('base64url');
        this.#playedUri = undefined;
        const { id, sdpAnswer } = session;
        return { id, sdpAnswer, resumeSecret: this.#resumeSecret };
      } catch (error) {
        if (this.#state === BroadcastState.INTERRUPTED) this.#interrupt('a return failed');
        throw error;
      }
    });
  }

  /**
   * Plays something, in place of what is played.
   *
   * @param uri - checked by `playableUri`
   * @throws ApiError PRESENTER_TAKEN, BAD_USER_INPUT; MediaServerUnavailableError
   */
  play(uri: string): Promise<void> {
    return this.#serial.run(async () => {
      this.#refuseWhenTaken();
      await this.#replaceSource((stage) => PlayerSource.create(stage.pipeline, uri));
      this.#playedUri = uri;
    });
  }

  /**
   * Takes a viewer in.
   *
   * @throws ApiError BROADCAST_NOT_LIVE, LIMIT_EXCEEDED, SDP_INVALID; KurentoError, MediaServerUnavailableError
   */
  async watch({ sdpOffer }: Omit<WatchInput, 'broadcastId'>): Promise<SessionAnswer> {
    videoDirection(sdpOffer);
    if (this.isIdle) {
      throw new ApiError(
        'BROADCAST_NOT_LIVE',
        `Broadcast "${this.id}" has no presenter. Watch it when broadcastChanged says that it is live.`,
      );
    }
    return this.#audience.admit(sdpOffer, this.#stage);
  }

  /** Ends a session. @returns false when there is none of this id */
  leave(sessionId: string): boolean {
    if (this.#presenterSession()?.id !== sessionId) return this.#audience.leave(sessionId);
    this.#endSource();
    this.#interrupt('the presenter left');
    return true;
  }

  /**
   * Puts other regions in force and saves them.
   *
   * @param change - makes the new regions of the present ones; may throw
   * @throws ApiError BAD_USER_INPUT, REVISION_CONFLICT; HistoryError, KurentoError, MediaServerUnavailableError
   */
  changeRegions(
    { expectedRevision, actor }: RegionChange,
    change: (present: RegionSettings) => RegionWishes | Promise<RegionWishes>,
  ): Promise<void> {
    return this.#serial.run(async () => {
      const { revision, regions, processingWidth } = this.#settings;
      if (typeof expectedRevision === 'number' && expectedRevision !== revision) {
        throw new ApiError(
          'REVISION_CONFLICT',
          `The regions have been changed meanwhile: their revision is ${revision}, not ${expectedRevision}. Edit what extensions.present has, and send that revision.`,
          { details: { present: { revision, regions, processingWidth } } },
        );
      }
      const wishes = await change(this.#settings);
      await this.#putInForce({
        revision: revision + 1,
        at: new Date(),
        actor,
        regions: checkRegions(wishes.regions),
        processingWidth: checkProcessingWidth(wishes.processingWidth ?? processingWidth),
      });
    });
  }

  /**
   * Changes what is drawn, and saves it.
   *
   * @throws NotSupportedError, HistoryError; KurentoError, MediaServerUnavailableError
   */
  setOverlay(mode: OverlayMode): Promise<void> {
    return this.#serial.run(async () => {
      const stage = this.#source && (await this.#stage.open());
      await stage?.setOverlay(mode);
      try {
        await this.#environment.history.store.saveOverlay(this.events.name, mode);
      } catch (error) {
        await stage?.setOverlay(this.#overlay);
        throw error;
      }
      this.#overlay = mode;
      this.#log.info({ overlay: mode }, 'overlay changed');
      this.#changed();
    });
  }

  /** Takes the broadcast off the air. A source that is just being opened is given up. */
  stop(): Promise<void> {
    // An address that says nothing would hold the stop up; without its stage, its source fails at once.
    if (this.#replacing) this.#stage.close();
    return this.#serial.run(async () => this.#goIdle('stopped'));
  }

  /** Goes on playing what a lost media server played. */
  mediaAvailable(): void {
    const uri = this.#playedUri;
    if (uri === undefined || this.#source) return;
    this.play(uri).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'cannot play again');
      if (error instanceof ApiError) this.#goIdle('it cannot be played again');
    });
  }

  /** Ends everything, streams of subscribers too. */
  close(): void {
    this.#serial.close();
    this.#goIdle('closed');
    this.events.end();
    this.measurements.end();
    this.#changes.end();
  }

  async #putInForce(settings: RegionRevision): Promise<void> {
    const commit = async () => {
      const { store } = this.#environment.history;
      // The one before, too: the first revision of a new broadcast has not been saved yet.
      await store.saveRevisions(this.events.name, [this.#settings, settings]);
      this.#settings = settings;
      this.#changed();
    };
    const source = this.#source;
    if (source) {
      const stage = await this.#stage.open();
      const listener = this.#listener(settings, source.watch);
      const crowd = { ...settings, overlay: this.#overlay };
      await stage.setRegions(source.element, crowd, listener, commit);
    } else {
      // The next source brings a detector of its own.
      await commit();
    }
    this.#log.info({ revision: settings.revision, actor: settings.actor }, 'regions changed');
  }

  #refuseWhenTaken(): void {
    if (this.#sourceKind !== BroadcastSource.PRESENTER) return;
    throw new ApiError(
      'PRESENTER_TAKEN',
      `Broadcast "${this.id}" has a presenter${this.#state === BroadcastState.INTERRUPTED ? ' who may come back in a moment' : ''}. Wait, stop the broadcast, or use another one.`,
    );
  }

  #presenterSession(): Session | undefined {
    return this.#source instanceof PresenterSource ? this.#source.session : undefined;
  }

  /** Makes a source and puts it in place of the one before, which stays when that fails. */
  async #replaceSource<Made extends Source>(make: (stage: Stage) => Promise<Made>): Promise<Made> {
    this.#replacing = true;
    try {
      const stage = await this.#stage.open();
      const source = await make(stage);
      try {
        this.#stage.check(stage);
        await this.#switchTo(source, stage);
      } catch (error) {
        source.end();
        throw error;
      }
      return source;
    } catch (error) {
      if (this.isIdle) this.#stage.close();
      throw error;
    } finally {
      this.#replacing = false;
    }
  }

  async #switchTo(source: Source, stage: Stage): Promise<void> {
    await source.element.onVideoFlow('Out', (flowing) => source.watch.flow(flowing));
    await stage.setSource(
      source.element,
      { ...this.#settings, overlay: this.#overlay },
      this.#listener(this.#settings, source.watch),
    );
    this.#stage.check(stage);
    const isReturn = this.#sourceKind === source.kind && source.kind === BroadcastSource.PRESENTER;
    this.#endSource();
    this.#source = source;
    this.#sourceKind = source.kind;
    this.#state = BroadcastState.STARTING;
    if (!isReturn) this.#startedAt = null;
    clearTimeout(this.#interruption);
    this.#log.info({ source: source.kind }, 'starting');
    this.#changed();
    source.onGone((failure) => this.#sourceGone(failure));
    source.watch.start({
      live: () => this.#goLive(),
      stalled: () => this.#interrupt('no pictures come'),
    });
  }

  #listener(settings: RegionSettings, watch: SourceWatch): DetectorListener {
    const interpreter = new ReadingInterpreter(settings.revision, settings.regions);
    return {
      flow: (flowing) => watch.flow(flowing),
      reading: (reading) => {
        if (reading.kind === 'measurements') {
          const frame = interpreter.measurements(this.id, reading);
          this.measurements.set(frame);
          this.#series.add(frame);
          return;
        }
        const event = interpreter.event(reading);
        if (event) this.events.append(event);
      },
    };
  }

  #goLive(): void {
    if (this.#state === BroadcastState.LIVE) return;
    clearTimeout(this.#interruption);
    this.#state = BroadcastState.LIVE;
    this.#startedAt ??= new Date();
    this.#log.info('live');
    this.#changed();
  }

  #sourceGone(failure?: string): void {
    if (this.#sourceKind === BroadcastSource.PRESENTER) {
      this.#endSource();
      this.#interrupt('the presenter is gone');
    } else {
      this.#goIdle(failure ?? 'the end was reached');
    }
  }

  /** Waits for the source to come back. */
  #interrupt(reason: string): void {
    this.#log.info({ reason }, 'interrupted');
    this.#state = BroadcastState.INTERRUPTED;
    this.#changed();
    clearTimeout(this.#interruption);
    this.#interruption = setTimeout(
      () => this.#goIdle('nobody came back'),
      this.#environment.interruptedMs,
    );
  }

  #stageLost(): void {
    clearTimeout(this.#interruption);
    this.#endSource();
    this.#audience.end();
    if (this.#sourceKind === BroadcastSource.PRESENTER) {
      this.#interrupt('the media server is lost');
    } else if (!this.isIdle) {
      this.#state = BroadcastState.STARTING;
      this.#changed();
    }
  }

  #goIdle(reason: string): void {
    clearTimeout(this.#interruption);
    this.#endSource();
    this.#audience.end();
    this.#stage.close();
    this.measurements.clear();
    this.#series.end();
    this.#sourceKind = null;
    this.#resumeSecret = undefined;
    this.#playedUri = undefined;
    this.#startedAt = null;
    if (this.isIdle) return;
    this.#state = BroadcastState.IDLE;
    this.#log.info({ reason }, 'off the air');
    this.#changed();
  }

  #endSource(): void {
    this.#source?.end();
    this.#source = undefined;
  }

  #changed(): void {
    this.#changes.set(this.snapshot());
    this.#onChange();
  }
}
