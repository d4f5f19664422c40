import type { EncodedAudioFrame } from '../frames.js';
import type { NodeId } from '../pixels/types.js';
import { RemoteAudioFanOut } from '../fanout/RemoteFanOut.js';
import { AudioFanOut } from '../rtp/send/AudioFanOut.js';
import { FanOuts } from './FanOuts.js';
import type { FrameSink, GraphElement, IncomingAudio } from './parts.js';
import type { AudioPlan, PlannedSound } from './planAudio.js';

type Listener = (frame: EncodedAudioFrame) => void;

interface Stream {
  readonly fanOuts: FanOuts<AudioFanOut, RemoteAudioFanOut>;
  readonly source: Source;
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
      stream.fanOuts.keepSinks(streams.get(key)?.sinks ?? []);
      if (!streams.has(key)) this.#drop(key, stream);
    }
    for (const [key, planned] of streams) {
      const stream = this.#streams.get(key) ?? this.#open(key, planned);
      stream.source.change(planned.input, listen);
      stream.fanOuts.setSinks(planned.sinks);
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
      fanOuts: new FanOuts(
        new AudioFanOut(codec),
        (process) => new RemoteAudioFanOut(process, codec),
      ),
      source: new Source((frame) => send(stream, frame)),
      recorders: [],
    };
    this.#streams.set(key, stream);
    return stream;
  }

  #drop(key: string, { source, fanOuts }: Stream): void {
    source.close();
    fanOuts.close();
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

function send({ fanOuts, recorders }: Stream, frame: EncodedAudioFrame): void {
  for (const fanOut of fanOuts) fanOut.send(frame);
  for (const record of recorders) record(frame);
}
