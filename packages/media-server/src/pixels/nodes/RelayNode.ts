import type { Picture } from '../codec/Picture.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import type { NodeId } from '../types.js';

/** A fixed place that others connect to, whatever feeds it at the moment. */
export class RelayNode extends PixelNode {
  constructor(id: NodeId, context: NodeContext) {
    super(id, 'relay', context);
  }

  protected process(picture: Picture): Picture {
    return picture;
  }
}
