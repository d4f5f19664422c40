import type { VideoCodecName } from '../frames.js';
import type { NodeId } from '../pixels/types.js';
import type { GraphElement, IncomingVideo, Part, PeerPart } from './parts.js';
import { planVideo, type PlannedElement, type VideoPart, type VideoPlan } from './plan.js';
import { planAudio, type AudioPlan } from './planAudio.js';

/** The elements of a pipeline as they are connected, and what must exist for them. */
export interface PipelinePlan {
  readonly elements: ReadonlyMap<NodeId, GraphElement>;
  readonly video: VideoPlan;
  readonly audio: AudioPlan;
}

/** @param smallStreams Streams of which small pictures are needed. */
export function planPipeline(
  elements: PipelinePlan['elements'],
  smallStreams?: ReadonlySet<string>,
): PipelinePlan {
  return {
    elements,
    video: planVideo(Array.from(elements.values(), toPlanned), smallStreams),
    audio: planAudio(elements),
  };
}

/** The pictures that an element gives compressed: a peer's, or those that a player leaves undecoded. */
export function cameraOf({ elements }: PipelinePlan, id: NodeId): IncomingVideo | undefined {
  const part = elements.get(id)?.part;
  return part?.kind === 'peer' || part?.kind === 'player' ? part.video : undefined;
}

/** The peer behind an element, if there is one. */
export function peerOf({ elements }: PipelinePlan, id: NodeId): PeerPart | undefined {
  const part = elements.get(id)?.part;
  return part?.kind === 'peer' ? part : undefined;
}

function toPlanned({ id, part, isReencoded, videoUpstream }: GraphElement): PlannedElement {
  const upstream = videoUpstream;
  return { id, part: videoPart(part), isReencoded, upstream, wants: wantedCodecs(part) };
}

function wantedCodecs(part: Part | undefined): readonly VideoCodecName[] {
  if (part?.kind === 'recorder') return part.codecs;
  const sink = part?.kind === 'peer' ? part.videoSink : undefined;
  return sink ? [sink.codec as VideoCodecName] : [];
}

function videoPart(part: Part | undefined): VideoPart {
  if (!part || part.kind === 'recorder') return { kind: 'relay' };
  if (part.kind === 'peer') return { kind: 'camera', codec: part.video?.codec };
  if (part.kind === 'player')
    return { kind: 'player', isOpen: part.isOpen, codec: part.video?.codec };
  return { kind: 'crowd' };
}
