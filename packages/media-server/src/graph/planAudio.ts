import type { AudioCodecName } from '../frames.js';
import type { NodeId } from '../pixels/types.js';
import { findOrigins } from './origins.js';
import type { FrameSink, GraphElement, ViewerSink } from './parts.js';
import { streamKey, type PlannedTranscoder } from './plan.js';

/** One stream to all that want the same element's sound in the same codec. */
export interface PlannedSound {
  /** The element whose sound it is. */
  readonly source: NodeId;
  readonly codec: AudioCodecName;
  /** The peer, the player or the transcoder that gives it; undefined while nothing does. */
  readonly input: NodeId | undefined;
  readonly sinks: readonly ViewerSink[];
  readonly recorders: readonly FrameSink[];
}

export interface AudioPlan {
  /** By {@link streamKey}. */
  readonly streams: ReadonlyMap<string, PlannedSound>;
  readonly transcoders: ReadonlyMap<NodeId, PlannedTranscoder>;
}

interface Listener {
  readonly codec: AudioCodecName;
  readonly sink?: ViewerSink;
  readonly recorder?: FrameSink;
}

/**
 * Decides how sound goes: through everything that works on pictures, from its origin straight to
 * the listeners. What they want in another codec is made once from each origin.
 */
export function planAudio(elements: ReadonlyMap<NodeId, GraphElement>): AudioPlan {
  const originOf = findOrigins(
    elements,
    ({ audioUpstream }) => audioUpstream,
    ({ part }) => part?.kind === 'peer' || part?.kind === 'player',
  );
  const streams = new Map<string, PlannedSound & { sinks: ViewerSink[]; recorders: FrameSink[] }>();
  const transcoders = new Map<NodeId, PlannedTranscoder>();

  const input = (source: NodeId, codec: AudioCodecName): NodeId | undefined => {
    const origin = originOf(source);
    const from = origin && codecOf(origin);
    if (!from || from === codec) return from && origin.id;
    const id = streamKey(origin.id, codec);
    transcoders.set(id, {
      kind: 'transcoder',
      from,
      to: codec,
      source: origin.id,
      upstream: undefined,
    });
    return id;
  };

  for (const element of elements.values()) {
    const source = element.audioUpstream;
    const listener = listenerOf(element);
    if (source === undefined || !listener) continue;
    const { codec, sink, recorder } = listener;
    const key = streamKey(source, codec);
    const stream = streams.get(key) ?? {
      source,
      codec,
      input: input(source, codec),
      sinks: [],
      recorders: [],
    };
    streams.set(key, stream);
    if (sink) stream.sinks.push(sink);
    if (recorder) stream.recorders.push(recorder);
  }
  return { streams, transcoders };
}

/** Undefined while it gives no sound. */
function codecOf({ part }: GraphElement): AudioCodecName | undefined {
  if (part?.kind === 'player') return 'OPUS';
  return part?.kind === 'peer' ? part.audio?.codec : undefined;
}

function listenerOf({ part }: GraphElement): Listener | undefined {
  if (part?.kind === 'recorder' && part.hearsAudio) return { codec: 'OPUS', recorder: part.write };
  const sink = part?.kind === 'peer' ? part.audioSink : undefined;
  return sink && { codec: sink.codec as AudioCodecName, sink };
}
