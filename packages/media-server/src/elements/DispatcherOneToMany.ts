import type { ElementContext } from './context.js';
import { Hub } from './Hub.js';
import type { HubPort } from './HubPort.js';
import type { ElementParams } from './MediaElement.js';

/** All ports give out what one of them gets in, that one included. */
export class DispatcherOneToMany extends Hub {
  static override readonly qualifiedType = 'kurento.DispatcherOneToMany';

  #source: HubPort | undefined;

  static create(context: ElementContext, params: ElementParams): DispatcherOneToMany {
    return new DispatcherOneToMany(context, params);
  }

  /** Throws CONNECT_ERROR for a port of another hub. */
  setSource(source: HubPort): void {
    this.requireOwn(source);
    this.#source = source;
    this.mediaPipeline.topologyChanged();
  }

  /** From now on nothing goes out. */
  removeSource(): void {
    this.#source = undefined;
    this.mediaPipeline.topologyChanged();
  }

  override inlet(): HubPort | undefined {
    return this.#source;
  }

  override forget(port: HubPort): void {
    if (port === this.#source) this.#source = undefined;
  }
}
