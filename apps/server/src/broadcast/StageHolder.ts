import { ApiError } from '../errors.js';
import type { Stage } from './Stage.js';

/** The stage of a broadcast: made when it is needed, and gone when its media server is. */
export class StageHolder {
  readonly #openStage: () => Promise<Stage>;
  readonly #onLost: () => void;
  #opening: Promise<Stage> | undefined;
  #stage: Stage | undefined;

  /** @param onLost - called when the media server took the stage with it */
  constructor(openStage: () => Promise<Stage>, onLost: () => void) {
    this.#openStage = openStage;
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
    const opening = this.#openStage().then((stage) => {
      stage.edges.origin.onLost(() => {
        if (this.#opening !== opening) return;
        this.#opening = undefined;
        this.#stage = undefined;
        stage.close();
        this.#onLost();
      });
      if (this.#opening === opening) this.#stage = stage;
      return stage;
    });
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }
}
