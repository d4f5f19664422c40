import type { MediaElement } from '../elements/MediaElement.js';
import type { NodeId } from '../pixels/types.js';
import { MediaFlow } from './MediaFlow.js';
import type { GraphElement } from './parts.js';

const types = ['AUDIO', 'VIDEO'] as const;
type FlowType = (typeof types)[number];

/** Tells the elements of a pipeline whether sound and pictures flow into and out of them. */
export class FlowReports {
  readonly #flows: Readonly<Record<FlowType, MediaFlow>> = {
    AUDIO: new MediaFlow(),
    VIDEO: new MediaFlow(),
  };

  /** An element gave a frame; true when it had not for a while, so that it is time to {@link report}. */
  seen(type: FlowType, id: NodeId): boolean {
    return this.#flows[type].seen(id);
  }

  report(graph: ReadonlyMap<NodeId, GraphElement>, elements: readonly MediaElement[]): void {
    const byId = new Map(elements.map((element) => [element.id, element]));
    for (const type of types) {
      this.#flows[type].evaluate(flowing(type, graph, byId), (id, state) => {
        byId.get(id)?.setMediaFlowing('in', type, state.in);
        byId.get(id)?.setMediaFlowing('out', type, state.out);
      });
    }
  }
}

function flowing(
  type: FlowType,
  graph: ReadonlyMap<NodeId, GraphElement>,
  elements: ReadonlyMap<NodeId, MediaElement>,
): Parameters<MediaFlow['evaluate']>[0] {
  return new Map(
    Array.from(graph.values(), ({ id, part, videoUpstream, audioUpstream }) => [
      id,
      {
        id,
        upstream: type === 'VIDEO' ? videoUpstream : audioUpstream,
        outlet: elements.get(id)?.outlet(type)?.id,
        isOrigin: part !== undefined && (type === 'VIDEO' || part.kind !== 'crowd'),
      },
    ]),
  );
}
