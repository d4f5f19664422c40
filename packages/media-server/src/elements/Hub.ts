import { KurentoError } from '../protocol/errors.js';
import type { ElementContext } from './context.js';
import { toDot } from './dot.js';
import type { HubPort } from './HubPort.js';
import { MediaElement, type ElementParams } from './MediaElement.js';
import { MediaObject } from './MediaObject.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { MediaType } from './types.js';

/** Hands media on between its ports, which are its children; subclasses say from which to which. */
export abstract class Hub extends MediaObject {
  readonly mediaPipeline: MediaPipeline;

  constructor(context: ElementContext, { mediaPipeline }: ElementParams) {
    super(context, mediaPipeline);
    this.mediaPipeline = mediaPipeline;
  }

  /** The port whose incoming media goes out at `port`. */
  abstract inlet(port: HubPort, mediaType: MediaType): HubPort | undefined;

  /** A port is being released: nothing goes to it or comes from it any more. */
  abstract forget(port: HubPort): void;

  get ports(): MediaElement[] {
    return [...this.children].filter((child) => child instanceof MediaElement);
  }

  /** The ports and what is connected to them as a graph for Graphviz. */
  getGstreamerDot(): string {
    return toDot(this.ports, this.mediaPipeline.connections);
  }

  /** Writes the graph to the log. */
  dumpGstreamerDot(): void {
    this.log.info({ hub: this.id, dot: this.getGstreamerDot() }, 'hub graph');
  }

  /** Throws CONNECT_ERROR for a port of another hub. */
  protected requireOwn(port: HubPort): void {
    if (port.parent !== this) {
      throw new KurentoError('CONNECT_ERROR', `'${port.id}' is no port of this hub`);
    }
  }
}
