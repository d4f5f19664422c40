import type { NodeId } from '../pixels/types.js';

/** An element as the messages of data channels see it. */
export interface DataElement {
  readonly id: NodeId;
  readonly dataUpstream: NodeId | undefined;
  /** Sends what it gets to a peer, and gives what comes from there; others hand on what they get. */
  readonly isPeer: boolean;
}

/** The peers that a peer's messages go to, over elements that hand them on; its own, where it is connected to itself. */
export function dataSinks(source: NodeId, elements: Iterable<DataElement>): Set<NodeId> {
  const all = [...elements];
  const sinks = new Set<NodeId>();
  const reached = new Set<NodeId>();
  const follow = (id: NodeId): void => {
    for (const element of all) {
      if (element.dataUpstream !== id || reached.has(element.id)) continue;
      reached.add(element.id);
      if (element.isPeer) sinks.add(element.id);
      else follow(element.id);
    }
  };
  follow(source);
  return sinks;
}
