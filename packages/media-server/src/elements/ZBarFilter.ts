import type { ElementContext } from './context.js';
import { InertFilter } from './InertFilter.js';
import type { ElementParams } from './MediaElement.js';

/** In Kurento it finds bar codes and QR codes; here `CodeFound` never comes. */
export class ZBarFilter extends InertFilter {
  static override readonly qualifiedType = 'kurento.ZBarFilter';

  static create(context: ElementContext, params: ElementParams): ZBarFilter {
    return new ZBarFilter(context, params);
  }
}
