import { ApiError } from '../errors.js';
import type { MediaServers } from '../media/MediaServers.js';
import { Stage } from './Stage.js';

/** The stage of a broadcast: made when it is needed, and gone when its media server is. */
export class StageHolder {
  readonly #media: MediaServers;
  readonly #onLost: () => void;
  #opening: Promise<Stage> | undefined;
  #stage: Stage | undefined;

  /** @param onLost - called when the media server took the stage with it */
  constructor(media: MediaServers, onLost: () => void) {
    this.#media = media;
    this.#onLost = onLost;
  }

  /**
   * The stage; several callers at once get the same.
   *
   * @throws MediaServerUnavailableError
   */
  open(): Promise<Stage> {
    this.#opening ??= this.#make();
    return this.#opening;
  }

  /** @throws ApiError BROADCAST_NOT_LIVE when the stage was closed while its caller was busy with it */
  check(stage: Stage): void {
    if (stage === this.#stage) return;
    throw new ApiError('BROADCAST_NOT_LIVE', 'The broadcast was stopped meanwhile. Try again.');
  }

  close(): void {
    void this.#opening?.then(
      (stage) => stage.close(),
      () => undefined,
    );
    this.#opening = undefined;
    this.#stage = undefined;
  }

  #make(): Promise<Stage> {
    const opening = this.#media.createPipeline().then(async (pipeline) => {
      pipeline.onLost(() => {
        if (this.#opening !== opening) return;
        this.#opening = undefined;
        this.#stage = undefined;
        this.#onLost();
      });
      const stage = await Stage.create(pipeline);
      if (this.#opening === opening) this.#stage = stage;
      return stage;
    });
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }
}
