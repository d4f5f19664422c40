import type { ElementContext } from './context.js';
import { Hub } from './Hub.js';
import type { HubPort } from './HubPort.js';
import type { ElementParams } from './MediaElement.js';

/** A switchboard: each port gives out what one other port (or itself) gets in. */
export class Dispatcher extends Hub {
  static override readonly qualifiedType = 'kurento.Dispatcher';

  /** sink -> source */
  readonly #sources = new Map<HubPort, HubPort>();

  static create(context: ElementContext, params: ElementParams): Dispatcher {
    return new Dispatcher(context, params);
  }

  /** From now on `sink` gives out what `source` gets in. Throws CONNECT_ERROR. */
  connect(source: HubPort, sink: HubPort): void {
    this.requireOwn(source);
    this.requireOwn(sink);
    this.#sources.set(sink, source);
    this.mediaPipeline.topologyChanged();
  }

  override inlet(port: HubPort): HubPort | undefined {
    return this.#sources.get(port);
  }

  override forget(port: HubPort): void {
    for (const [sink, source] of this.#sources) {
      if (sink === port || source === port) this.#sources.delete(sink);
    }
  }
}
