import { ApiError } from '../errors.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { Stage } from './Stage.js';
import type { StageEnvironment } from './Stage.js';

/** The stage of a broadcast: made when it is needed, and gone when its media server is. */
export class StageHolder {
  readonly #environment: StageEnvironment;
  readonly #onLost: () => void;
  #opening: Promise<Stage> | undefined;
  #stage: Stage | undefined;

  /** @param onLost - called when the media server took the stage with it */
  constructor(environment: StageEnvironment, onLost: () => void) {
    this.#environment = environment;
    this.#onLost = onLost;
  }

  /**
   * The stage; several callers at once get the same.
   *
   * @throws MediaServerUnavailableError
   */
  open(): Promise<Stage> {
    this.#opening ??= this.#keep(Stage.open(this.#environment));
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

  /** Goes on with the stage that another server has left. Throws as `Stage.takeOver`. */
  takeOver(left: readonly LeftPipeline[]): Promise<Stage> {
    this.#opening = this.#keep(Stage.takeOver(this.#environment, left));
    return this.#opening;
  }

  #keep(made: Promise<Stage>): Promise<Stage> {
    const opening = made.then((stage) => {
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
