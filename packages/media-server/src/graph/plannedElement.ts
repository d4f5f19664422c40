import type { VideoCodecName } from '../frames.js';
import type { GraphElement, Part } from './parts.js';
import type { PlannedElement, VideoPart } from './plan.js';

/** An element as {@link planVideo} sees it. */
export function toPlanned({ id, part, isReencoded, videoUpstream }: GraphElement): PlannedElement {
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
  if (part.kind === 'player') return { kind: 'player', isOpen: part.isOpen };
  return { kind: 'crowd' };
}
