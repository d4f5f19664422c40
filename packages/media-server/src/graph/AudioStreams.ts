import type { NodeId } from '../pixels/types.js';
import type { EncodedAudioFrame } from '../frames.js';
import { AudioFanOut } from '../rtp/send/AudioFanOut.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import type { GraphElement, IncomingStream } from './parts.js';

interface Stream {
  readonly fanOut: AudioFanOut;
  origin: NodeId | undefined;
  detach: () => void;
  sinks: readonly RtpSink[];
}

/** Audio passes through everything that works on pictures: from its origin straight to the listeners. */
export class AudioStreams {
  readonly #streams = new Map<NodeId, Stream>();

  /** One stream for each element that feeds listeners. */
  apply(elements: ReadonlyMap<NodeId, GraphElement>): void {
    const wanted = listeners(elements);
    for (const [id, stream] of this.#streams) {
      const sinks = wanted.get(id) ?? [];
      this.#setSinks(
        stream,
        sinks.filter((sink) => stream.sinks.includes(sink)),
      );
      if (sinks.length === 0) this.#drop(id, stream);
    }
    for (const [id, sinks] of wanted) {
      const stream = this.#streams.get(id) ?? this.#open(id);
      this.#setOrigin(stream, origin(id, elements));
      this.#setSinks(stream, sinks);
    }
  }

  /** A packet of a player. */
  played(player: NodeId, frame: EncodedAudioFrame): void {
    for (const stream of this.#streams.values()) {
      if (stream.origin === player) stream.fanOut.send(frame);
    }
  }

  close(): void {
    for (const [id, stream] of this.#streams) this.#drop(id, stream);
  }

  #open(id: NodeId): Stream {
    const stream = { fanOut: new AudioFanOut(), origin: undefined, detach: () => {}, sinks: [] };
    this.#streams.set(id, stream);
    return stream;
  }

  #drop(id: NodeId, stream: Stream): void {
    stream.detach();
    stream.fanOut.close();
    this.#streams.delete(id);
  }

  #setOrigin(stream: Stream, element: GraphElement | undefined): void {
    if (stream.origin === element?.id) return;
    stream.detach();
    stream.origin = element?.id;
    const incoming = element?.part?.kind === 'peer' ? element.part.audio : undefined;
    stream.detach = incoming ? attach(incoming, stream.fanOut) : () => {};
  }

  #setSinks(stream: Stream, sinks: readonly RtpSink[]): void {
    for (const sink of stream.sinks) if (!sinks.includes(sink)) stream.fanOut.remove(sink);
    for (const sink of sinks) if (!stream.sinks.includes(sink)) stream.fanOut.add(sink);
    stream.sinks = sinks;
  }
}

function attach(incoming: IncomingStream<EncodedAudioFrame>, fanOut: AudioFanOut): () => void {
  const send = (frame: EncodedAudioFrame) => fanOut.send(frame);
  incoming.on('frame', send);
  return () => incoming.off('frame', send);
}

/** Who listens to each element's audio. */
function listeners(elements: ReadonlyMap<NodeId, GraphElement>): Map<NodeId, RtpSink[]> {
  const sinks = new Map<NodeId, RtpSink[]>();
  for (const { part, audioUpstream } of elements.values()) {
    if (part?.kind !== 'peer' || !part.audioSink || audioUpstream === undefined) continue;
    sinks.set(audioUpstream, [...(sinks.get(audioUpstream) ?? []), part.audioSink]);
  }
  return sinks;
}

/** The element that gives the audio which arrives at `id`, if it gives any now. */
function origin(id: NodeId, elements: ReadonlyMap<NodeId, GraphElement>): GraphElement | undefined {
  const seen = new Set<NodeId>();
  let element = elements.get(id);
  while (element && !seen.has(element.id)) {
    const { part, audioUpstream } = element;
    if (part?.kind === 'peer') return part.audio ? element : undefined;
    if (part?.kind === 'player') return element;
    seen.add(element.id);
    element = audioUpstream === undefined ? undefined : elements.get(audioUpstream);
  }
  return undefined;
}
