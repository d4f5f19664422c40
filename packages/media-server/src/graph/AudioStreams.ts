import type { EncodedAudioFrame } from '../frames.js';
import type { NodeId } from '../pixels/types.js';
import { AudioFanOut } from '../rtp/send/AudioFanOut.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import type { FrameSink, GraphElement, IncomingAudio } from './parts.js';
import type { AudioPlan, PlannedSound } from './planAudio.js';

type Listener = (frame: EncodedAudioFrame) => void;

interface Stream {
  readonly fanOut: AudioFanOut;
  readonly source: Source;
  sinks: readonly RtpSink[];
  recorders: readonly FrameSink[];
}

/** One fan-out for each stream of sound that somebody hears or records, brought in line with a plan. */
export class AudioStreams {
  readonly #transcode: (transcoder: NodeId, frame: EncodedAudioFrame) => void;
  readonly #streams = new Map<string, Stream>();
  readonly #transcoders = new Map<NodeId, Source>();
  /** Who listens to what comes from the worker: players and transcoders. */
  readonly #listeners = new Map<NodeId, Set<Listener>>();

  /** @param transcode Feeds a transcoder of the worker. */
  constructor(transcode: (transcoder: NodeId, frame: EncodedAudioFrame) => void) {
    this.#transcode = transcode;
  }

  apply({ streams, transcoders }: AudioPlan, elements: ReadonlyMap<NodeId, GraphElement>): void {
    const listen = (id: NodeId, listener: Listener) => this.#listen(id, elements.get(id), listener);
    for (const [id, source] of this.#transcoders) {
      if (transcoders.has(id)) continue;
      source.change(undefined, listen);
      this.#transcoders.delete(id);
    }
    for (const [id, planned] of transcoders) {
      const source = this.#transcoders.get(id) ?? new Source((frame) => this.#transcode(id, frame));
      this.#transcoders.set(id, source);
      source.change(planned.source, listen);
    }
    // A listener that moves must have left its old stream before it joins the new one.
    for (const [key, stream] of this.#streams) {
      const sinks = streams.get(key)?.sinks ?? [];
      setSinks(
        stream,
        sinks.filter((sink) => stream.sinks.includes(sink)),
      );
      if (!streams.has(key)) this.#drop(key, stream);
    }
    for (const [key, planned] of streams) {
      const stream = this.#streams.get(key) ?? this.#open(key, planned);
      stream.source.change(planned.input, listen);
      setSinks(stream, planned.sinks);
      stream.recorders = planned.recorders;
    }
  }

  /** A packet of a player or a transcoder. */
  played(id: NodeId, frame: EncodedAudioFrame): void {
    for (const listener of this.#listeners.get(id) ?? []) listener(frame);
  }

  close(): void {
    for (const source of this.#transcoders.values()) source.close();
    this.#transcoders.clear();
    for (const [key, stream] of this.#streams) this.#drop(key, stream);
  }

  #open(key: string, { codec }: PlannedSound): Stream {
    const stream: Stream = {
      fanOut: new AudioFanOut(codec),
      source: new Source((frame) => send(stream, frame)),
      sinks: [],
      recorders: [],
    };
    this.#streams.set(key, stream);
    return stream;
  }

  #drop(key: string, { source, fanOut }: Stream): void {
    source.close();
    fanOut.close();
    this.#streams.delete(key);
  }

  #listen(id: NodeId, element: GraphElement | undefined, listener: Listener): () => void {
    const part = element?.part;
    if (part?.kind === 'peer') return part.audio ? attach(part.audio, listener) : () => {};
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }
}

/** What a stream or a transcoder hears at the moment. */
class Source {
  readonly #listener: Listener;
  #id: NodeId | undefined;
  #detach = () => {};

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  change(id: NodeId | undefined, listen: (id: NodeId, listener: Listener) => () => void): void {
    if (id === this.#id) return;
    this.close();
    this.#id = id;
    if (id !== undefined) this.#detach = listen(id, this.#listener);
  }

  close(): void {
    this.#detach();
    this.#detach = () => {};
    this.#id = undefined;
  }
}

function attach(incoming: IncomingAudio, listener: Listener): () => void {
  incoming.on('frame', listener);
  return () => incoming.off('frame', listener);
}

function setSinks(stream: Stream, sinks: readonly RtpSink[]): void {
  for (const sink of stream.sinks) if (!sinks.includes(sink)) stream.fanOut.remove(sink);
  for (const sink of sinks) if (!stream.sinks.includes(sink)) stream.fanOut.add(sink);
  stream.sinks = sinks;
}

function send({ fanOut, recorders }: Stream, frame: EncodedAudioFrame): void {
  fanOut.send(frame);
  for (const record of recorders) record(frame);
}
