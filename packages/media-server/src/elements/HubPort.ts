import type { ElementContext } from './context.js';
import type { Hub } from './Hub.js';
import { MediaElement } from './MediaElement.js';
import type { MediaType } from './types.js';

/** A way into and out of a hub: what comes in is the hub's, what goes out is chosen by the hub. */
export class HubPort extends MediaElement {
  static override readonly qualifiedType = 'kurento.HubPort';

  readonly #hub: Hub;

  private constructor(context: ElementContext, hub: Hub) {
    super(context, hub.mediaPipeline, hub);
    this.#hub = hub;
  }

  static create(context: ElementContext, { hub }: { readonly hub: Hub }): HubPort {
    return new HubPort(context, hub);
  }

  /** Beyond as many hubs as it comes through; ports connected in a circle get nothing. */
  override outlet(mediaType: MediaType): MediaElement | undefined {
    const passed = new Set<MediaElement>();
    let element = this.#source(mediaType);
    while (element instanceof HubPort) {
      if (passed.has(element)) return undefined;
      passed.add(element);
      element = element.#source(mediaType);
    }
    return element;
  }

  protected override onRelease(): void | Promise<void> {
    this.#hub.forget(this);
    return super.onRelease();
  }

  /** What is connected to the port whose media goes out here. */
  #source(mediaType: MediaType): MediaElement | undefined {
    return this.#hub.inlet(this, mediaType)?.getSourceConnections(mediaType)[0]?.source;
  }
}
