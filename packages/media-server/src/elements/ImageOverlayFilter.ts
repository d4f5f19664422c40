import type { ElementContext } from './context.js';
import { InertFilter } from './InertFilter.js';
import type { ElementParams } from './MediaElement.js';

/** In Kurento it lays pictures over the video. */
export class ImageOverlayFilter extends InertFilter {
  static override readonly qualifiedType = 'kurento.ImageOverlayFilter';

  static create(context: ElementContext, params: ElementParams): ImageOverlayFilter {
    return new ImageOverlayFilter(context, params);
  }

  /** Without effect. */
  addImage(_id: string, _uri: string): void {}

  /** Without effect. */
  removeImage(_id: string): void {}
}
