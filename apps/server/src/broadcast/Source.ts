import { BroadcastSource } from '@crowdlens/schema';
import { Joint } from '../media/Joint.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { PlayerEndpoint } from '../media/PlayerEndpoint.js';
import { badInput } from '../errors.js';
import { MediaServerUnavailableError } from '../media/errors.js';
import type { Seat } from './Edges.js';
import { claimJoint } from './LeftPipeline.js';
import type { LeftElement, LeftPipeline } from './LeftPipeline.js';
import { mark, markJoint } from './marks.js';
import { Session } from './Session.js';
import type { ValidityOf } from './Session.js';
import type { Stage } from './Stage.js';
import { SourceWatch } from './SourceWatch.js';

/** What gives a broadcast its picture. */
export interface Source {
  readonly kind: BroadcastSource;
  readonly element: MediaElement;
  readonly watch: SourceWatch;
  /** Called when it will give nothing more, with the reason when that was not its end. */
  onGone(listener: (failure?: string) => void): void;
  /** Finds out what it is like now that another server had it. */
  resume(): Promise<void>;
  end(): void;
}

/** Goes on with the source that another server has left; undefined when there is none. Throws as the sources' `create`. */
export async function takeOverSource(
  stage: Stage,
  left: readonly LeftPipeline[],
  validityOf: ValidityOf,
): Promise<Source | undefined> {
  for (const pipeline of left) {
    const [presenter] = pipeline.claim('presenter');
    if (presenter) return PresenterSource.takeOver(stage, left, pipeline, presenter, validityOf);
    const [player] = pipeline.claim('player');
    if (player) return PlayerSource.takeOver(await stage.pipeline.playerEndpoint(player.id));
  }
  return undefined;
}

/** A presenter's camera. */
export class PresenterSource implements Source {
  readonly kind = BroadcastSource.PRESENTER;
  readonly watch = new SourceWatch();
  readonly session: Session;
  readonly #seat: Seat;
  /** To the detector, when that is at another media server. */
  readonly #joint: Joint | undefined;
  #onGone = () => {};

  /**
   * Answers a presenter's offer.
   *
   * @param mirrored - whether the presenter gets the processed pictures back
   * @throws KurentoError 402xx, MediaServerUnavailableError
   */
  static async create(stage: Stage, sdpOffer: string, mirrored: boolean): Promise<PresenterSource> {
    const { edges } = stage;
    const seat = await edges.forPresenter();
    let session: Session | undefined;
    let joint: Joint | undefined;
    let source: PresenterSource | undefined;
    try {
      const { edge } = seat;
      session = await Session.negotiate(edge.pipeline, sdpOffer);
      // The sound would be an echo.
      if (mirrored) await edge.hub.connect(session.endpoint, 'VIDEO');
      if (edge !== edges.origin) {
        joint = await Joint.create(edge.pipeline, stage.pipeline, () => source?.gone());
        await session.endpoint.connect(joint.entry);
      }
      await session.mark({ role: 'presenter', joint: joint && (await markJoint(joint)) });
      await session.gather();
      source = new PresenterSource(session, seat, joint);
      return source;
    } catch (error) {
      joint?.release();
      session?.end();
      seat.leave();
      throw error;
    }
  }

  /** Goes on with one that another server has left; complete after {@link resume}. Throws as {@link create}. */
  static async takeOver(
    stage: Stage,
    left: readonly LeftPipeline[],
    { server, pipeline }: LeftPipeline,
    { id, mark }: LeftElement<'presenter'>,
    validityOf: ValidityOf,
  ): Promise<PresenterSource> {
    const endpoint = await pipeline.webRtcEndpoint(id);
    const session = await Session.takeOver(endpoint, mark.session, validityOf);
    let source: PresenterSource | undefined;
    const joint =
      mark.joint &&
      (await Joint.find(pipeline, stage.pipeline, claimJoint(left, mark.joint), () =>
        source?.gone(),
      ));
    source = new PresenterSource(session, await stage.edges.at(server), joint);
    return source;
  }

  private constructor(session: Session, seat: Seat, joint: Joint | undefined) {
    this.session = session;
    this.#seat = seat;
    this.#joint = joint;
  }

  get element(): MediaElement {
    return this.#joint?.exit ?? this.session.endpoint;
  }

  onGone(listener: () => void): void {
    this.#onGone = listener;
    this.session.onGone(listener);
    this.#seat.onLost(listener);
  }

  resume(): Promise<void> {
    return this.session.resume();
  }

  /** The way to the detector is broken. */
  gone(): void {
    this.#onGone();
  }

  end(): void {
    this.watch.close();
    this.#onGone = () => {};
    this.#joint?.release();
    this.session.end();
    this.#seat.leave();
  }
}

/** A player. */
export class PlayerSource implements Source {
  readonly kind = BroadcastSource.PLAYER;
  readonly watch = new SourceWatch();
  readonly element: PlayerEndpoint;
  #ended: { failure?: string } | undefined;
  #onGone: ((failure?: string) => void) | undefined;

  /**
   * Starts to play.
   *
   * @param uri - checked by `playableUri`
   * @throws ApiError BAD_USER_INPUT when the media server cannot open it
   */
  static async create(pipeline: MediaPipeline, uri: string): Promise<PlayerSource> {
    const source = new PlayerSource(await pipeline.createPlayerEndpoint(uri).catch(refuse));
    try {
      await source.element.onEnd((failure) => source.#end(failure));
      await mark(source.element, { role: 'player' });
      await source.element.play().catch(refuse);
      // A URI that cannot be opened is an event before the answer.
      if (source.#ended?.failure !== undefined) refuse(new Error(source.#ended.failure));
      return source;
    } catch (error) {
      source.end();
      throw error;
    }
  }

  /** Goes on with one that another server has left. */
  static async takeOver(element: PlayerEndpoint): Promise<PlayerSource> {
    const source = new PlayerSource(element);
    await element.onEnd((failure) => source.#end(failure));
    return source;
  }

  private constructor(element: PlayerEndpoint) {
    this.element = element;
  }

  async resume(): Promise<void> {
    // What it does, its events say.
  }

  onGone(listener: (failure?: string) => void): void {
    this.#onGone = listener;
    if (this.#ended) listener(this.#ended.failure);
  }

  end(): void {
    this.watch.close();
    this.#onGone = undefined;
    void this.element.release();
  }

  #end(failure?: string): void {
    this.#ended = failure === undefined ? {} : { failure };
    this.#onGone?.(failure);
  }
}

function refuse(cause: unknown): never {
  if (cause instanceof MediaServerUnavailableError || !(cause instanceof Error)) throw cause;
  throw badInput(`uri: cannot be played: ${cause.message}`, { cause });
}
