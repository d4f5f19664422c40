import { BroadcastSource, BroadcastState, OverlayMode, RecordingEnding } from '@crowdlens/schema';
import type {
  Broadcast as BroadcastSnapshot,
  MeasurementFrame,
  PublishInput,
  Recording,
  Session as SessionAnswer,
  WatchInput,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import { ApiError } from '../errors.js';
import type { EventJournal } from '../events/EventJournal.js';
import { Latest } from '../events/Latest.js';
import type { RegionRevision, RegionSettings } from '../history/HistoryStore.js';
import type { Recordings, RecordingWish } from '../recording/Recordings.js';
import { SerialQueue } from '../SerialQueue.js';
import { Snapshot } from '../snapshot/Snapshot.js';
import { snapshotFile } from '../snapshot/snapshotFile.js';
import { Audience } from './Audience.js';
import type { BroadcastEnvironment } from './BroadcastEnvironment.js';
import { BroadcastRecorder } from './BroadcastRecorder.js';
import { BroadcastSettings } from './BroadcastSettings.js';
import type { Engagement } from './Engagement.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { OnAir } from './OnAir.js';
import { Readings } from './Readings.js';
import type { RegionChange, RegionWishes } from './regionEdits.js';
import { videoDirection } from './sdp.js';
import type { Session, ValidityOf } from './Session.js';
import { PlayerSource, PresenterSource } from './Source.js';
import type { Source } from './Source.js';
import { SourceHolder } from './SourceHolder.js';
import type { DetectorSettings, Stage } from './Stage.js';
import { StageHolder } from './StageHolder.js';

/** Who wants to present. */
export interface PublishWish extends Omit<PublishInput, 'broadcastId'> {
  /** Whether it is an encoder, which knows no resume secret. */
  readonly isEncoder?: boolean;
}

/** One live stream with its presenter or player, its viewers, its regions and its events. */
export class Broadcast {
  readonly id: string;
  readonly events: EventJournal;
  /** Its last processed picture. */
  readonly picture: Snapshot;
  readonly #readings: Readings;
  readonly #changes: Latest<BroadcastSnapshot>;
  readonly #log: Logger;
  readonly #onChange: () => void;
  /** Changes of source and regions, one after the other. */
  readonly #serial = new SerialQueue();
  readonly #stage: StageHolder;
  readonly #audience: Audience;
  readonly #validityOf: ValidityOf;
  readonly #recordings: Recordings;
  readonly #recorder: BroadcastRecorder;

  readonly #onAir: OnAir;

  readonly #settings: BroadcastSettings;
  readonly #source: SourceHolder;
  /** Played again when a lost media server is back. */
  #playedUri: string | undefined;

  /** @param onChange - called after each change of the {@link snapshot} */
  constructor(
    id: string,
    events: EventJournal,
    settings: RegionRevision,
    overlay: OverlayMode,
    environment: BroadcastEnvironment,
    onChange: () => void,
  ) {
    this.id = id;
    this.#onChange = onChange;
    this.#settings = new BroadcastSettings(
      environment.history.store,
      events.name,
      settings,
      overlay,
    );
    this.#log = environment.log.child({ broadcast: id });
    this.events = events;
    this.#readings = new Readings(id, events, environment.history.writer);
    this.#onAir = new OnAir(environment.interruptedMs, this.#log, {
      changed: () => this.#changed(),
      givenUp: () => this.#goIdle('nobody came back'),
    });
    const tags = { ...environment.pipelineTags, broadcast: id };
    this.#stage = new StageHolder({ ...environment, tags }, () => this.#stageLost());
    this.#source = new SourceHolder(
      this.#stage,
      (settings) => this.#readings.interpreter(settings),
      {
        started: ({ kind }) => {
          this.picture.stop();
          this.#onAir.start(kind);
        },
        live: () => this.#goLive(),
        stalled: () => this.#onAir.interrupt('no pictures come'),
        gone: (failure) => this.#sourceGone(failure),
      },
    );
    this.#audience = new Audience(environment.maxViewers, () => this.#changed());
    this.#validityOf = environment.validityOf;
    this.#recordings = environment.recordings;
    this.#recorder = new BroadcastRecorder(this.#recordings, () => this.#changed());
    this.picture = new Snapshot({
      file: snapshotFile(environment.dataDir, id),
      take: async () => (await this.#stage.open()).takeSnapshot(),
      log: this.#log,
    });
    this.#changes = new Latest(this.snapshot());
  }

  /** What the regions' present values are. */
  get measurements(): Latest<MeasurementFrame> {
    return this.#readings.measurements;
  }

  get isIdle(): boolean {
    return this.#onAir.state === BroadcastState.IDLE;
  }

  /** Whether it is idle, and nothing is about to change that. */
  get isUnused(): boolean {
    return this.isIdle && this.#serial.isEmpty;
  }

  /** The broadcast as it is now. */
  snapshot(): BroadcastSnapshot {
    const { revision, regions, processingWidth } = this.settings;
    return {
      id: this.id,
      title: null,
      state: this.#onAir.state,
      source: this.#onAir.source,
      viewerCount: this.#audience.size,
      revision,
      regions: [...regions],
      processingWidth,
      overlay: this.#settings.overlay,
      startedAt: this.#onAir.startedAt,
      recording: this.#recorder.present,
    };
  }

  /** What is measured now. */
  get settings(): RegionRevision {
    return this.#settings.regions;
  }

  get #detectorSettings(): DetectorSettings {
    return { ...this.settings, overlay: this.#settings.overlay };
  }

  /** The broadcast as it is, then after each change. */
  changes(): AsyncIterable<BroadcastSnapshot> {
    return this.#changes.stream();
  }

  /** The session of this id, a viewer's or the presenter's. */
  session(id: string): Session | undefined {
    const presenter = this.#source.session;
    return presenter?.id === id ? presenter : this.#audience.session(id);
  }

  /**
   * Takes a presenter in, in place of a player or of the same presenter's earlier session.
   *
   * @throws ApiError PRESENTER_TAKEN, SDP_INVALID; KurentoError, MediaServerUnavailableError
   */
  publish({ sdpOffer, resume, isEncoder = false }: PublishWish): Promise<SessionAnswer> {
    return this.#serial.run(async () => {
      const direction = videoDirection(sdpOffer);
      if (direction !== 'sendrecv' && direction !== 'sendonly') {
        throw new ApiError('SDP_INVALID', 'sdpOffer: must send video.');
      }
      this.#onAir.checkFree(this.id, resume, isEncoder);
      // Nobody shall be thrown out while their presenter is coming back.
      this.#onAir.stopWaiting();
      try {
        const mirrored = direction === 'sendrecv';
        const { session } = await this.#replaceSource((stage) =>
          PresenterSource.create(stage, sdpOffer, mirrored),
        );
        this.#playedUri = undefined;
        this.#onAir.isEncoder = isEncoder;
        const { id, sdpAnswer } = session;
        return { id, sdpAnswer, resumeSecret: this.#onAir.resumeSecret };
      } catch (error) {
        if (this.#onAir.state === BroadcastState.INTERRUPTED)
          this.#onAir.interrupt('a return failed');
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
      this.#onAir.checkFree(this.id);
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
    if (this.#source.session?.id !== sessionId) return this.#audience.leave(sessionId);
    this.#endSource();
    this.#onAir.interrupt('the presenter left');
    return true;
  }

  /**
   * Puts other regions in force and saves them.
   *
   * @param change - makes the new regions of the present ones; may throw
   * @throws ApiError BAD_USER_INPUT, REVISION_CONFLICT; HistoryError, KurentoError, MediaServerUnavailableError
   */
  changeRegions(
    by: RegionChange,
    change: (present: RegionSettings) => RegionWishes | Promise<RegionWishes>,
  ): Promise<void> {
    return this.#serial.run(async () => {
      await this.#putInForce(await this.#settings.next(by, change));
    });
  }

  /**
   * Changes what is drawn, and saves it.
   *
   * @throws NotSupportedError, HistoryError; KurentoError, MediaServerUnavailableError
   */
  setOverlay(mode: OverlayMode): Promise<void> {
    return this.#serial.run(async () => {
      const stage = this.#source.isThere ? await this.#stage.open() : undefined;
      await stage?.setOverlay(mode);
      try {
        await this.#settings.saveOverlay(mode);
      } catch (error) {
        await stage?.setOverlay(this.#settings.overlay);
        throw error;
      }
      this.#log.info({ overlay: mode }, 'overlay changed');
      if (mode === OverlayMode.PRIVACY) await this.picture.forget();
      this.#changed();
    });
  }

  /**
   * Records what viewers see and hear; when that is being done already, goes on with it.
   *
   * @throws ApiError BROADCAST_NOT_LIVE, and as `Recordings.start`
   */
  record(wish: Omit<RecordingWish, 'broadcastId'>): Promise<Recording> {
    return this.#serial.run(async () => {
      if (this.#onAir.state !== BroadcastState.LIVE) {
        throw new ApiError(
          'BROADCAST_NOT_LIVE',
          `Broadcast "${this.id}" has no pictures to record. Record it when broadcastChanged says that it is LIVE.`,
        );
      }
      return this.#record({ ...wish, broadcastId: this.id });
    });
  }

  /** Ends the recording. @returns it when its file is complete; null when there was none */
  stopRecording(): Promise<Recording | null> {
    return this.#serial.run(() => this.#recorder.stop(RecordingEnding.STOPPED));
  }

  /** Takes the broadcast off the air. A source that is just being opened is given up. */
  stop(): Promise<void> {
    // An address that says nothing would hold the stop up; without its stage, its source fails at once.
    if (this.#source.isReplacing) this.#stage.close();
    return this.#serial.run(async () => this.#goIdle('stopped'));
  }

  /** What it is about, for another server that takes it over; undefined while it is idle. */
  get engagement(): Engagement | undefined {
    const onAir = this.#onAir.engagement;
    const recording = this.#recorder.wish;
    const { levels } = this.#readings;
    return onAir && { ...onAir, playedUri: this.#playedUri, recording, levels };
  }

  /**
   * Takes over what a server was about that is gone; complete after {@link resume}. What it has left in the media
   * servers goes on; otherwise what it played is played again, and its presenter is waited for.
   */
  async takeOver(
    { playedUri, recording, levels, ...onAir }: Engagement,
    left: readonly LeftPipeline[],
  ): Promise<void> {
    this.#playedUri = playedUri;
    this.#recorder.resume(recording);
    this.#readings.goOnFrom(levels);
    const isThere = await this.#takeOverStage(left).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'what is left of the broadcast cannot go on');
      this.#endSource();
      this.#audience.end();
      this.#stage.close();
      left.forEach((pipeline) => pipeline.release());
      return false;
    });
    this.#onAir.takeOver(onAir, isThere);
    this.mediaAvailable();
  }

  /** Goes on with what was taken over, and with what happened since its server is gone. */
  async resume(): Promise<void> {
    try {
      await this.#source.resume();
      await this.#audience.resume();
    } catch (error) {
      // Its media server is gone; what follows from that comes by itself.
      this.#log.warn({ err: error }, 'the broadcast was taken over, but is lost again');
    }
  }

  /** Goes on playing what a lost media server played. */
  mediaAvailable(): void {
    const uri = this.#playedUri;
    if (uri === undefined || this.#source.isThere) return;
    this.play(uri).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'cannot play again');
      if (error instanceof ApiError) this.#goIdle('it cannot be played again');
    });
  }

  /** Ends everything, streams of subscribers too. Resolves when nothing of it is under way any more. */
  async close(): Promise<void> {
    this.#serial.close(
      new ApiError('BROADCAST_NOT_FOUND', `Broadcast "${this.id}" was deleted meanwhile.`),
    );
    this.#goIdle('closed');
    this.#readings.end();
    this.#changes.end();
    await this.#serial.idle();
  }

  async #putInForce(settings: RegionRevision): Promise<void> {
    const commit = async () => {
      await this.#settings.saveRegions(settings);
      this.#changed();
    };
    const { overlay } = this.#settings;
    await this.#source.setRegions({ ...settings, overlay }, commit);
    this.#log.info({ revision: settings.revision, actor: settings.actor }, 'regions changed');
  }

  /** Makes a source and puts it in place of the one before, which stays when that fails. */
  async #replaceSource<Made extends Source>(make: (stage: Stage) => Promise<Made>): Promise<Made> {
    try {
      return await this.#source.replace(make, () => this.#detectorSettings);
    } catch (error) {
      if (this.isIdle) this.#stage.close();
      throw error;
    }
  }

  /** @returns whether the source is there, too. Throws as `Stage.takeOver`. */
  async #takeOverStage(left: readonly LeftPipeline[]): Promise<boolean> {
    if (left.length === 0) return false;
    const stage = await this.#stage.takeOver(left);
    const isThere = await this.#source.takeOver(
      stage,
      left,
      this.#detectorSettings,
      this.#validityOf,
    );
    await this.#audience.takeOver(stage, left, this.#validityOf);
    await Promise.all(left.map((pipeline) => pipeline.releaseRest()));
    return isThere;
  }

  #goLive(): void {
    this.#onAir.goLive();
    this.picture.start();
    const { interrupted } = this.#recorder;
    if (!interrupted) return;
    this.#serial
      .run(() => this.#record(interrupted))
      .catch((error: unknown) => this.#log.warn({ err: error }, 'cannot record any more'));
  }

  async #record(wish: RecordingWish): Promise<Recording> {
    const recording = await this.#recorder.start(await this.#stage.open(), wish);
    const { folder } = this.#recordings;
    await this.picture.copyTo(folder.thumbnail(recording.id));
    // Meanwhile everything may have ended, and nobody would end this.
    if (this.isIdle) await this.#recorder.stop(RecordingEnding.OFF_AIR);
    return recording;
  }

  #sourceGone(failure?: string): void {
    if (this.#onAir.source === BroadcastSource.PRESENTER) {
      this.#endSource();
      this.#onAir.interrupt('the presenter is gone');
    } else {
      this.#goIdle(failure ?? 'the end was reached');
    }
  }

  #stageLost(): void {
    this.#recorder.mediaServerLost();
    this.#endSource();
    this.#audience.end();
    if (this.#onAir.source === BroadcastSource.PRESENTER) {
      this.#onAir.interrupt('the media server is lost');
    } else if (!this.isIdle) {
      this.#onAir.restart();
    }
  }

  #goIdle(reason: string): void {
    // Its file is completed before the stage takes it away.
    void this.#recorder.stop(RecordingEnding.OFF_AIR);
    this.#endSource();
    this.#audience.end();
    this.#stage.close();
    this.#readings.clear();
    this.#playedUri = undefined;
    this.#onAir.end(reason);
  }

  #endSource(): void {
    this.picture.stop();
    this.#source.end();
  }

  #changed(): void {
    this.#changes.set(this.snapshot());
    this.#onChange();
  }
}
