import type { NodeId } from '../pixels/types.js';

/** Without a frame for this long, media no longer flows. */
const SILENCE_MS = 2000;

export interface FlowingElement {
  readonly id: NodeId;
  readonly upstream: NodeId | undefined;
  /** The element whose frames go out here; usually itself. */
  readonly outlet: NodeId | undefined;
  /** Makes its own frames (reported by {@link MediaFlow.seen}); others give what they get. */
  readonly isOrigin: boolean;
}

/** Whether frames of one kind of media come into and go out of each element. */
export class MediaFlow {
  readonly #lastMs = new Map<NodeId, number>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** An element gave a frame; true when it had not for a while. */
  seen(id: NodeId): boolean {
    const now = this.#now();
    const last = this.#lastMs.get(id);
    this.#lastMs.set(id, now);
    return last === undefined || now - last > SILENCE_MS;
  }

  /** Calls `report` with the state of each element and forgets those that are no longer there. */
  evaluate(
    elements: ReadonlyMap<NodeId, FlowingElement>,
    report: (id: NodeId, flow: { in: boolean; out: boolean }) => void,
  ): void {
    for (const id of this.#lastMs.keys()) if (!elements.has(id)) this.#lastMs.delete(id);
    const flows = (id: NodeId | undefined): boolean =>
      id !== undefined && this.#flowsOut(id, elements, new Set());
    for (const { id, upstream, outlet } of elements.values()) {
      report(id, { in: flows(upstream), out: flows(outlet) });
    }
  }

  #flowsOut(id: NodeId, elements: ReadonlyMap<NodeId, FlowingElement>, seen: Set<NodeId>): boolean {
    const element = elements.get(id);
    if (!element || seen.has(id)) return false;
    if (element.isOrigin) return this.#now() - (this.#lastMs.get(id) ?? -Infinity) <= SILENCE_MS;
    seen.add(id);
    return element.upstream !== undefined && this.#flowsOut(element.upstream, elements, seen);
  }
}
