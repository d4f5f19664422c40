import type { ElementContext } from './context.js';
import { InertFilter } from './InertFilter.js';
import type { ElementParams } from './MediaElement.js';

/** Constructor parameters; `filterType` makes no difference to a filter without effect. */
export interface GStreamerFilterParams extends ElementParams {
  readonly command: string;
}

/** In Kurento any element of GStreamer, which this server has not. */
export class GStreamerFilter extends InertFilter {
  static override readonly qualifiedType = 'kurento.GStreamerFilter';

  /** As the client gave it; it is not executed. */
  readonly command: string;

  private constructor(context: ElementContext, params: GStreamerFilterParams) {
    super(context, params);
    this.command = params.command;
  }

  static create(context: ElementContext, params: GStreamerFilterParams): GStreamerFilter {
    return new GStreamerFilter(context, params);
  }

  /** Without effect. */
  setElementProperty(_propertyName: string, _propertyValue: string): void {}
}
