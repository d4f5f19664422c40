import type { ElementContext } from './context.js';
import type { Hub } from './Hub.js';
import { MediaElement } from './MediaElement.js';
import type { MediaType } from './types.js';

/** A way into and out of a hub: what comes in is the hub's, what goes out is chosen by the hub. */
export class HubPort extends MediaElement {
  static override readonly qualifiedType = 'kurento.HubPort';

  readonly #hub: Hub;
  #isAsked = false;

  private constructor(context: ElementContext, hub: Hub) {
    super(context, hub.mediaPipeline, hub);
    this.#hub = hub;
  }

  static create(context: ElementContext, { hub }: { readonly hub: Hub }): HubPort {
    return new HubPort(context, hub);
  }

  override outlet(mediaType: MediaType): MediaElement | undefined {
    // Ports may be connected in a circle, into which nothing comes from outside.
    if (this.#isAsked) return undefined;
    this.#isAsked = true;
    try {
      return this.#hub.inlet(this, mediaType)?.upstream(mediaType);
    } finally {
      this.#isAsked = false;
    }
  }

  protected override onRelease(): void | Promise<void> {
    this.#hub.forget(this);
    return super.onRelease();
  }
}
