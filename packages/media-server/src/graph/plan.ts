import type { NodeId } from '../pixels/types.js';
import type { AudioCodecName, VideoCodecName } from '../frames.js';
import { findOrigins } from './origins.js';

/** How an element of a pipeline takes part in the way of the video. */
export type VideoPart =
  /** Gives compressed pictures as they come from the network; `codec` is known once negotiated. */
  | { readonly kind: 'camera'; readonly codec: VideoCodecName | undefined }
  /**
   * Gives raw pictures from its own node of the worker, once a source is open there, and with a
   * `codec` the compressed ones, too.
   */
  | {
      readonly kind: 'player';
      readonly isOpen: boolean;
      readonly codec?: VideoCodecName | undefined;
    }
  /** Changes pixels in its own node of the worker. */
  | { readonly kind: 'crowd' }
  /** Hands on what it gets, and is no stage itself; a recorder, which gives nothing, counts as one. */
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
  /** The element whose video it is. */
  readonly source: NodeId;
  readonly codec: VideoCodecName;
  /** Undefined while nothing feeds the element. */
  readonly input: StreamInput | undefined;
  /** The encoder of its small pictures, while somebody needs them. */
  readonly small: NodeId | undefined;
  readonly viewers: readonly NodeId[];
}

/** What must exist for the elements as they are connected now. */
export interface VideoPlan {
  /** Nodes of the worker with what feeds them; decoders and encoders only while somebody needs pixels. */
  readonly nodes: ReadonlyMap<NodeId, PlannedNode>;
  /** By {@link streamKey}. */
  readonly fanOuts: ReadonlyMap<string, PlannedFanOut>;
}

/** Makes sound of one codec into another; fed from the main thread. */
export interface PlannedTranscoder {
  readonly kind: 'transcoder';
  readonly from: AudioCodecName;
  readonly to: AudioCodecName;
  /** The peer or player whose sound it is. */
  readonly source: NodeId;
  readonly upstream: undefined;
}

export type PlannedNode =
  | PlannedTranscoder
  | { readonly kind: 'decoder'; readonly codec: VideoCodecName; readonly upstream: undefined }
  | { readonly kind: 'player'; readonly upstream: undefined }
  | { readonly kind: 'crowd'; readonly upstream: NodeId | undefined }
  | {
      readonly kind: 'encoder';
      readonly codec: VideoCodecName;
      readonly isSmall: boolean;
      readonly upstream: NodeId;
    };

/** Names the one stream of an element's video or sound in a codec; also the id of its encoder or transcoder. */
export function streamKey(element: NodeId, codec: VideoCodecName | AudioCodecName): string {
  return `${element}#${codec}`;
}

/**
 * Decides which stages a pipeline needs: a decoder and an encoder exist once, whatever the number
 * of viewers, and not at all where compressed pictures can pass as they are. Crowd filters work
 * whether or not anybody watches, because their events do not depend on viewers.
 * @param smallStreams Streams of which small pictures are needed, too, by {@link streamKey}.
 */
export function planVideo(
  elements: Iterable<PlannedElement>,
  smallStreams: ReadonlySet<string> = new Set(),
): VideoPlan {
  const byId = new Map([...elements].map((element) => [element.id, element]));
  const nodes = new Map<NodeId, PlannedNode>();
  const fanOuts = new Map<string, PlannedFanOut & { viewers: NodeId[] }>();
  const originOf = findOrigins(byId, upstreamOf, isOrigin);
  /** The nearest element that gives other compressed pictures than it gets. */
  const formerOf = findOrigins(byId, upstreamOf, (e) => e.isReencoded === true || isOrigin(e));

  /** The node that gives an element's raw pictures; undefined where none can come from. */
  const raw = (id: NodeId | undefined): NodeId | undefined => {
    const origin = originOf(id);
    if (!origin) return undefined;
    const { part } = origin;
    if (part.kind === 'camera') {
      if (!part.codec) return undefined;
      nodes.set(origin.id, { kind: 'decoder', codec: part.codec, upstream: undefined });
    } else if (part.kind === 'player') {
      if (!part.isOpen) return undefined;
      nodes.set(origin.id, { kind: 'player', upstream: undefined });
    }
    return origin.id;
  };

  const encode = (id: NodeId, codec: VideoCodecName, encoder: NodeId, isSmall: boolean) => {
    const upstream = raw(id);
    if (upstream === undefined) return undefined;
    nodes.set(encoder, { kind: 'encoder', codec, isSmall, upstream });
    return encoder;
  };

  const input = (id: NodeId, codec: VideoCodecName): StreamInput | undefined => {
    const former = formerOf(id);
    if (former && codecOf(former) === codec && !former.isReencoded) {
      return { kind: 'camera', id: former.id };
    }
    const encoder = encode(id, codec, streamKey(id, codec), false);
    return encoder === undefined ? undefined : { kind: 'encoder', id: encoder };
  };

  for (const { id, part, upstream, wants } of byId.values()) {
    if (part.kind === 'crowd') nodes.set(id, { kind: 'crowd', upstream: raw(upstream) });
    if (upstream === undefined || !byId.has(upstream)) continue;
    const codec = chooseCodec(wants, originOf(upstream));
    if (!codec) continue;
    const key = streamKey(upstream, codec);
    const fanOut = fanOuts.get(key);
    if (fanOut) fanOut.viewers.push(id);
    else {
      const small = smallStreams.has(key)
        ? encode(upstream, codec, `${key}#small`, true)
        : undefined;
      const source = upstream;
      fanOuts.set(key, { source, codec, input: input(source, codec), small, viewers: [id] });
    }
  }
  return { nodes, fanOuts };
}

/** In which an element gives compressed pictures of its own. */
function codecOf({ part }: PlannedElement): VideoCodecName | undefined {
  return part.kind === 'camera' || part.kind === 'player' ? part.codec : undefined;
}

/** The camera's own codec needs no encoder. */
function chooseCodec(
  wants: readonly VideoCodecName[],
  origin: PlannedElement | undefined,
): VideoCodecName | undefined {
  const native = origin && codecOf(origin);
  return wants.find((codec) => codec === native) ?? wants[0];
}

function upstreamOf({ upstream }: PlannedElement): NodeId | undefined {
  return upstream;
}

function isOrigin({ part }: PlannedElement): boolean {
  return part.kind !== 'relay';
}
