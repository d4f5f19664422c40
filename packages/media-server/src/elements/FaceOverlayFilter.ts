import type { ElementContext } from './context.js';
import { InertFilter } from './InertFilter.js';
import type { ElementParams } from './MediaElement.js';

/** In Kurento it lays a picture over faces. */
export class FaceOverlayFilter extends InertFilter {
  static override readonly qualifiedType = 'kurento.FaceOverlayFilter';

  static create(context: ElementContext, params: ElementParams): FaceOverlayFilter {
    return new FaceOverlayFilter(context, params);
  }

  /** Without effect. */
  setOverlayedImage(_uri: string): void {}

  /** Without effect. */
  unsetOverlayedImage(): void {}
}
