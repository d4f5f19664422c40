import { errorCodes } from '../protocol/errors.js';
import type { ElementContext } from './context.js';
import { MediaElement, type ElementParams } from './MediaElement.js';

/**
 * A filter of Kurento's that this server can make, but whose work it cannot do: media passes
 * through unchanged. The log says so once, and an Error event says so to whoever subscribes to it.
 */
export abstract class InertFilter extends MediaElement {
  constructor(context: ElementContext, { mediaPipeline }: ElementParams) {
    super(context, mediaPipeline);
    this.log.warn({ element: this.id }, 'a filter without effect: media passes unchanged');
  }

  /** Nobody can subscribe before the filter is there, so the event waits for its subscribers. */
  override subscribed(type: string): void {
    if (type !== 'Error') return;
    this.emit('Error', {
      description: `This server has no ${this.qualifiedType}: media passes through unchanged`,
      errorCode: errorCodes.NOT_IMPLEMENTED,
      type: 'NOT_IMPLEMENTED',
    });
  }
}
