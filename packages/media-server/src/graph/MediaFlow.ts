import type { NodeId } from '../pixels/types.js';
import { findOrigins } from './origins.js';

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
  /** The elements with the origins of what comes in and goes out. */
  #ways: { id: NodeId; in: NodeId | undefined; out: NodeId | undefined }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The elements as they are connected from now on. Those that are no longer there are forgotten. */
  apply(elements: ReadonlyMap<NodeId, FlowingElement>): void {
    for (const id of this.#lastMs.keys()) if (!elements.has(id)) this.#lastMs.delete(id);
    const originOf = findOrigins(
      elements,
      ({ upstream }) => upstream,
      ({ isOrigin }) => isOrigin,
    );
    this.#ways = Array.from(elements.values(), ({ id, upstream, outlet }) => ({
      id,
      in: originOf(upstream)?.id,
      out: originOf(outlet)?.id,
    }));
  }

  /** An element gave a frame; true when it had not for a while. */
  seen(id: NodeId): boolean {
    const now = this.#now();
    const last = this.#lastMs.get(id);
    this.#lastMs.set(id, now);
    return last === undefined || now - last > SILENCE_MS;
  }

  /** Calls `report` with the state of each element. */
  evaluate(report: (id: NodeId, flow: { in: boolean; out: boolean }) => void): void {
    const now = this.#now();
    const flows = (origin: NodeId | undefined): boolean =>
      origin !== undefined && now - (this.#lastMs.get(origin) ?? -Infinity) <= SILENCE_MS;
    for (const way of this.#ways) report(way.id, { in: flows(way.in), out: flows(way.out) });
  }
}
