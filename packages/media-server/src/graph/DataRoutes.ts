import type { NodeId } from '../pixels/types.js';

/** An element as the messages of data channels see it. */
export interface DataElement {
  readonly id: NodeId;
  readonly dataUpstream: NodeId | undefined;
  /** Sends what it gets to a peer, and gives what comes from there; others hand on what they get. */
  readonly isPeer: boolean;
}

/** Where messages go, for one state of the pipeline; each way is looked for once. */
export class DataRoutes {
  readonly #downstreams = new Map<NodeId, DataElement[]>();
  readonly #sinks = new Map<NodeId, ReadonlySet<NodeId>>();

  constructor(elements: Iterable<DataElement>) {
    for (const element of elements) {
      if (element.dataUpstream === undefined) continue;
      const others = this.#downstreams.get(element.dataUpstream);
      if (others) others.push(element);
      else this.#downstreams.set(element.dataUpstream, [element]);
    }
  }

  /** The peers that a peer's messages go to, over elements that hand them on; its own, where it is connected to itself. */
  sinksOf(source: NodeId): ReadonlySet<NodeId> {
    const known = this.#sinks.get(source);
    if (known) return known;
    const sinks = new Set<NodeId>();
    const passed = new Set([source]);
    // What is added on the way is passed, too.
    for (const id of passed) {
      for (const element of this.#downstreams.get(id) ?? []) {
        if (element.isPeer) sinks.add(element.id);
        else passed.add(element.id);
      }
    }
    this.#sinks.set(source, sinks);
    return sinks;
  }
}
