import { BroadcastSource } from '@crowdlens/schema';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { PlayerEndpoint } from '../media/PlayerEndpoint.js';
import { badInput } from '../errors.js';
import { MediaServerUnavailableError } from '../media/errors.js';
import { Session } from './Session.js';
import type { Stage } from './Stage.js';
import { SourceWatch } from './SourceWatch.js';

/** What gives a broadcast its picture. */
export interface Source {
  readonly kind: BroadcastSource;
  readonly element: MediaElement;
  readonly watch: SourceWatch;
  /** Called when it will give nothing more, with the reason when that was not its end. */
  onGone(listener: (failure?: string) => void): void;
  end(): void;
}

/** A presenter's camera. */
export class PresenterSource implements Source {
  readonly kind = BroadcastSource.PRESENTER;
  readonly watch = new SourceWatch();
  readonly session: Session;

  /**
   * Answers a presenter's offer.
   *
   * @param mirrored - whether the presenter gets the processed pictures back
   * @throws KurentoError 402xx, MediaServerUnavailableError
   */
  static async create(stage: Stage, sdpOffer: string, mirrored: boolean): Promise<PresenterSource> {
    const session = await Session.negotiate(stage.pipeline, sdpOffer);
    try {
      if (mirrored) await stage.mirror(session.endpoint);
      await session.gather();
      return new PresenterSource(session);
    } catch (error) {
      session.end();
      throw error;
    }
  }

  private constructor(session: Session) {
    this.session = session;
  }

  get element(): MediaElement {
    return this.session.endpoint;
  }

  onGone(listener: () => void): void {
    this.session.onGone(listener);
  }

  end(): void {
    this.watch.close();
    this.session.end();
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
      await source.element.play().catch(refuse);
      // A URI that cannot be opened is an event before the answer.
      if (source.#ended?.failure !== undefined) refuse(new Error(source.#ended.failure));
      return source;
    } catch (error) {
      source.end();
      throw error;
    }
  }

  private constructor(element: PlayerEndpoint) {
    this.element = element;
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
