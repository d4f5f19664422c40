import type { NodeId } from '../pixels/types.js';

/**
 * Follows elements upstream, from the asked one on, to the first that is an origin. Whoever asks,
 * an element is passed once: answers are kept, so each is for one state of the pipeline only.
 */
export function findOrigins<E>(
  elements: ReadonlyMap<NodeId, E>,
  upstreamOf: (element: E) => NodeId | undefined,
  isOrigin: (element: E) => boolean,
): (id: NodeId | undefined) => E | undefined {
  const found = new Map<NodeId, E | undefined>();
  return (id) => {
    const passed: NodeId[] = [];
    let origin: E | undefined;
    for (let at = id; at !== undefined;) {
      const element = elements.get(at);
      if (element === undefined) break;
      if (found.has(at)) {
        origin = found.get(at);
        break;
      }
      found.set(at, undefined); // ends a circle of elements
      passed.push(at);
      if (isOrigin(element)) {
        origin = element;
        break;
      }
      at = upstreamOf(element);
    }
    for (const one of passed) found.set(one, origin);
    return origin;
  };
}
