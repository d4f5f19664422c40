import type { ElementContext } from './context.js';
import { MediaElement } from './MediaElement.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { UriEndpointState } from './types.js';

/** An endpoint that reads from or writes to a URI. */
export abstract class UriEndpoint extends MediaElement {
  override readonly isEndpoint = true;
  #state: UriEndpointState = 'STOP';

  constructor(
    context: ElementContext,
    mediaPipeline: MediaPipeline,
    readonly uri: string,
  ) {
    super(context, mediaPipeline);
  }

  get state(): UriEndpointState {
    return this.#state;
  }

  abstract pause(): void;
  abstract stop(): void | Promise<void>;

  protected setState(state: UriEndpointState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit('UriEndpointStateChanged', { state });
  }
}
