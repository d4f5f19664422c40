import type { ElementContext } from './context.js';
import { MediaElement, type ElementParams } from './MediaElement.js';

/** Hands on what it gets: a fixed point in a pipeline whose sources may be exchanged. */
export class PassThrough extends MediaElement {
  static override readonly qualifiedType = 'kurento.PassThrough';

  static create(context: ElementContext, { mediaPipeline }: ElementParams): PassThrough {
    return new PassThrough(context, mediaPipeline);
  }
}
