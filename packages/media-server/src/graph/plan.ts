import type { NodeId } from '../pixels/types.js';
import type { VideoCodecName } from '../frames.js';

/** How an element of a pipeline takes part in the way of the video. */
export type VideoPart =
  /** Gives compressed pictures as they come from the network; `codec` is known once negotiated. */
  | { readonly kind: 'camera'; readonly codec: VideoCodecName | undefined }
  /** Gives raw pictures from its own node of the worker, once a source is open there. */
  | { readonly kind: 'player'; readonly isOpen: boolean }
  /** Changes pixels in its own node of the worker. */
  | { readonly kind: 'crowd' }
  /** Hands on what it gets, compressed or raw; a recorder, which gives nothing, counts as one. */
  | { readonly kind: 'relay' };

/** An element as planning sees it. */
export interface PlannedElement {
  readonly id: NodeId;
  readonly part: VideoPart;
  /** Whether somebody wants its pictures encoded in a way of their own, not as a camera sent them. */
  readonly isReencoded?: boolean;
  /** The element connected to this one's video sink. */
  readonly upstream: NodeId | undefined;
  /** The codecs in which this element takes its upstream's video out of the pipeline, best first. */
  readonly wants: readonly VideoCodecName[];
}

/** Where the compressed pictures of a fan-out come from. */
export type StreamInput =
  | { readonly kind: 'camera'; readonly id: NodeId }
  | { readonly kind: 'encoder'; readonly id: NodeId };

/** One stream to all elements that want the same element's video in the same codec. */
export interface PlannedFanOut {
  readonly codec: VideoCodecName;
  /** Undefined while nothing feeds the element. */
  readonly input: StreamInput | undefined;
  readonly viewers: readonly NodeId[];
}

/** What must exist for the elements as they are connected now. */
export interface VideoPlan {
  /** Nodes of the worker with what feeds them; decoders and encoders only while somebody needs pixels. */
  readonly nodes: ReadonlyMap<NodeId, PlannedNode>;
  /** By {@link streamKey}. */
  readonly fanOuts: ReadonlyMap<string, PlannedFanOut>;
}

export type PlannedNode =
  | { readonly kind: 'decoder'; readonly codec: VideoCodecName; readonly upstream: undefined }
  | { readonly kind: 'player'; readonly upstream: undefined }
  | { readonly kind: 'crowd' | 'relay'; readonly upstream: NodeId | undefined }
  | { readonly kind: 'encoder'; readonly codec: VideoCodecName; readonly upstream: NodeId };

/** Names the one stream of an element's video in a codec; also the id of its encoder. */
export function streamKey(element: NodeId, codec: VideoCodecName): string {
  return `${element}#${codec}`;
}

/**
 * Decides which stages a pipeline needs: a decoder and an encoder exist once, whatever the number
 * of viewers, and not at all where compressed pictures can pass as they are. Crowd filters work
 * whether or not anybody watches, because their events do not depend on viewers.
 */
export function planVideo(elements: Iterable<PlannedElement>): VideoPlan {
  const byId = new Map([...elements].map((element) => [element.id, element]));
  const nodes = new Map<NodeId, PlannedNode>();
  const fanOuts = new Map<string, PlannedFanOut & { viewers: NodeId[] }>();

  /** The element's raw pictures: makes its node and all nodes before it; undefined where no pictures can come from. */
  const raw = (id: NodeId | undefined): NodeId | undefined => {
    const element = id === undefined ? undefined : byId.get(id);
    if (!element) return undefined;
    if (nodes.has(element.id)) return element.id;
    const { part } = element;
    if (part.kind === 'camera') {
      if (!part.codec) return undefined;
      nodes.set(element.id, { kind: 'decoder', codec: part.codec, upstream: undefined });
    } else if (part.kind === 'player') {
      if (!part.isOpen) return undefined;
      nodes.set(element.id, { kind: 'player', upstream: undefined });
    } else {
      nodes.set(element.id, { kind: part.kind, upstream: undefined }); // before the walk: ends a circle of elements
      nodes.set(element.id, { kind: part.kind, upstream: raw(element.upstream) });
    }
    return element.id;
  };

  const input = (id: NodeId, codec: VideoCodecName): StreamInput | undefined => {
    const origin = originOf(id, byId);
    if (!origin) return undefined;
    const fits = origin.part.kind === 'camera' && origin.part.codec === codec;
    if (fits && !pathTo(id, byId).some(({ isReencoded }) => isReencoded)) {
      return { kind: 'camera', id: origin.id };
    }
    const upstream = raw(id);
    if (upstream === undefined) return undefined;
    const encoder = streamKey(id, codec);
    nodes.set(encoder, { kind: 'encoder', codec, upstream });
    return { kind: 'encoder', id: encoder };
  };

  for (const element of byId.values()) {
    if (element.part.kind === 'crowd') raw(element.id);
    if (element.upstream === undefined || !byId.has(element.upstream)) continue;
    const codec = chooseCodec(element.wants, originOf(element.upstream, byId));
    if (!codec) continue;
    const key = streamKey(element.upstream, codec);
    const fanOut = fanOuts.get(key);
    if (fanOut) fanOut.viewers.push(element.id);
    else {
      const upstream = input(element.upstream, codec);
      fanOuts.set(key, { codec, input: upstream, viewers: [element.id] });
    }
  }
  return { nodes, fanOuts };
}

/** The camera's own codec needs no encoder. */
function chooseCodec(
  wants: readonly VideoCodecName[],
  origin: PlannedElement | undefined,
): VideoCodecName | undefined {
  const native = origin?.part.kind === 'camera' ? origin.part.codec : undefined;
  return wants.find((codec) => codec === native) ?? wants[0];
}

/** The element that made or last changed the pictures that `id` gives. */
function originOf(
  id: NodeId,
  byId: ReadonlyMap<NodeId, PlannedElement>,
): PlannedElement | undefined {
  const origin = pathTo(id, byId).at(-1);
  return origin?.part.kind === 'relay' ? undefined : origin;
}

/** From `id` upstream over elements that hand on what they get, to the first one that does not. */
function pathTo(id: NodeId, byId: ReadonlyMap<NodeId, PlannedElement>): PlannedElement[] {
  const path: PlannedElement[] = [];
  let element = byId.get(id);
  while (element && !path.includes(element)) {
    path.push(element);
    if (element.part.kind !== 'relay' || element.upstream === undefined) break;
    element = byId.get(element.upstream);
  }
  return path;
}
