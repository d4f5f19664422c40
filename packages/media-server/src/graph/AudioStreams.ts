import type { NodeId } from '../pixels/types.js';
import type { EncodedAudioFrame } from '../frames.js';
import { AudioFanOut } from '../rtp/send/AudioFanOut.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import type { FrameSink, GraphElement, IncomingStream } from './parts.js';

interface Stream {
  readonly fanOut: AudioFanOut;
  origin: NodeId | undefined;
  detach: () => void;
  sinks: readonly RtpSink[];
  recorders: readonly FrameSink[];
}

/** Who listens to an element. */
interface Listeners {
  readonly sinks: RtpSink[];
  readonly recorders: FrameSink[];
}

/** Audio passes through everything that works on pictures: from its origin straight to the listeners. */
export class AudioStreams {
  readonly #streams = new Map<NodeId, Stream>();

  /** One stream for each element that feeds listeners. */
  apply(elements: ReadonlyMap<NodeId, GraphElement>): void {
    const wanted = listeners(elements);
    for (const [id, stream] of this.#streams) {
      const sinks = wanted.get(id)?.sinks ?? [];
      this.#setSinks(
        stream,
        sinks.filter((sink) => stream.sinks.includes(sink)),
      );
      if (!wanted.has(id)) this.#drop(id, stream);
    }
    for (const [id, { sinks, recorders }] of wanted) {
      const stream = this.#streams.get(id) ?? this.#open(id);
      this.#setOrigin(stream, origin(id, elements));
      this.#setSinks(stream, sinks);
      stream.recorders = recorders;
    }
  }

  /** A packet of a player. */
  played(player: NodeId, frame: EncodedAudioFrame): void {
    for (const stream of this.#streams.values()) {
      if (stream.origin === player) send(stream, frame);
    }
  }

  close(): void {
    for (const [id, stream] of this.#streams) this.#drop(id, stream);
  }

  #open(id: NodeId): Stream {
    const stream: Stream = {
      fanOut: new AudioFanOut(),
      origin: undefined,
      detach: () => {},
      sinks: [],
      recorders: [],
    };
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
    stream.detach = incoming ? attach(incoming, stream) : () => {};
  }

  #setSinks(stream: Stream, sinks: readonly RtpSink[]): void {
    for (const sink of stream.sinks) if (!sinks.includes(sink)) stream.fanOut.remove(sink);
    for (const sink of sinks) if (!stream.sinks.includes(sink)) stream.fanOut.add(sink);
    stream.sinks = sinks;
  }
}

function attach(incoming: IncomingStream<EncodedAudioFrame>, stream: Stream): () => void {
  const listener = (frame: EncodedAudioFrame) => send(stream, frame);
  incoming.on('frame', listener);
  return () => incoming.off('frame', listener);
}

function send({ fanOut, recorders }: Stream, frame: EncodedAudioFrame): void {
  fanOut.send(frame);
  for (const record of recorders) record(frame);
}

/** Who listens to each element's audio. */
function listeners(elements: ReadonlyMap<NodeId, GraphElement>): Map<NodeId, Listeners> {
  const all = new Map<NodeId, Listeners>();
  for (const { part, audioUpstream } of elements.values()) {
    if (audioUpstream === undefined) continue;
    const sink = part?.kind === 'peer' ? part.audioSink : undefined;
    const recorder = part?.kind === 'recorder' && part.hearsAudio ? part.write : undefined;
    if (!sink && !recorder) continue;
    const present = all.get(audioUpstream) ?? { sinks: [], recorders: [] };
    if (sink) present.sinks.push(sink);
    if (recorder) present.recorders.push(recorder);
    all.set(audioUpstream, present);
  }
  return all;
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
