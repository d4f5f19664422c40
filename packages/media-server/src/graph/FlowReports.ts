import type { NodeId } from '../pixels/types.js';
import { MediaFlow, type FlowingElement } from './MediaFlow.js';
import type { GraphElement } from './parts.js';

const types = ['AUDIO', 'VIDEO'] as const;
type FlowType = (typeof types)[number];

/** Tells the elements of a pipeline whether sound and pictures flow into and out of them. */
export class FlowReports {
  readonly #flows: Readonly<Record<FlowType, MediaFlow>> = {
    AUDIO: new MediaFlow(),
    VIDEO: new MediaFlow(),
  };
  #graph: ReadonlyMap<NodeId, GraphElement> = new Map();

  /** The elements as they are connected from now on. */
  apply(graph: ReadonlyMap<NodeId, GraphElement>): void {
    this.#graph = graph;
    for (const type of types) {
      const elements = Array.from(graph.values(), (element) => toFlowing(type, element));
      this.#flows[type].apply(new Map(elements.map((element) => [element.id, element])));
    }
  }

  /** An element gave a frame; true when it had not for a while, so that it is time to {@link report}. */
  seen(type: FlowType, id: NodeId): boolean {
    return this.#flows[type].seen(id);
  }

  report(): void {
    for (const type of types) {
      this.#flows[type].evaluate((id, state) => {
        const element = this.#graph.get(id)?.element;
        element?.setMediaFlowing('in', type, state.in);
        element?.setMediaFlowing('out', type, state.out);
      });
    }
  }
}

function toFlowing(
  type: FlowType,
  { id, part, element, videoUpstream, audioUpstream }: GraphElement,
): FlowingElement {
  return {
    id,
    upstream: type === 'VIDEO' ? videoUpstream : audioUpstream,
    outlet: element.outlet(type)?.id,
    isOrigin: part !== undefined && (type === 'VIDEO' || part.kind !== 'crowd'),
  };
}
