import type { NodeId } from '../pixels/types.js';
import type { EncodedVideoFrame } from '../frames.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import { VideoFanOut } from '../rtp/send/VideoFanOut.js';
import type { IncomingVideo } from './parts.js';
import type { PlannedFanOut, StreamInput } from './plan.js';

/** Where a stream's pictures and viewers are found. */
export interface VideoLookup {
  camera(id: NodeId): IncomingVideo | undefined;
  sink(id: NodeId): RtpSink | undefined;
  /** Asks the worker's encoder for a key frame. */
  requestKeyFrame(encoder: NodeId): void;
}

interface Stream {
  readonly fanOut: VideoFanOut;
  input: StreamInput | undefined;
  detach: () => void;
  sinks: readonly RtpSink[];
}

/** One fan-out for each stream that somebody watches, brought in line with a plan. */
export class VideoStreams {
  readonly #lookup: VideoLookup;
  readonly #streams = new Map<string, Stream>();

  constructor(lookup: VideoLookup) {
    this.#lookup = lookup;
  }

  apply(planned: ReadonlyMap<string, PlannedFanOut>): void {
    // A viewer that moves must have left its old stream before it joins the new one.
    for (const [key, stream] of this.#streams) {
      const wanted = planned.get(key);
      this.#setSinks(
        stream,
        (wanted ? this.#sinks(wanted) : []).filter((s) => stream.sinks.includes(s)),
      );
      if (!wanted) this.#drop(key, stream);
    }
    for (const [key, wanted] of planned) {
      const stream = this.#streams.get(key) ?? this.#open(key, wanted);
      this.#setInput(stream, wanted.input);
      this.#setSinks(stream, this.#sinks(wanted));
    }
  }

  /** A picture of an encoder of the worker, whose id is the stream's key. */
  encoded(encoder: NodeId, frame: EncodedVideoFrame): void {
    const stream = this.#streams.get(encoder);
    if (stream?.input?.kind === 'encoder') stream.fanOut.send(frame);
  }

  describe(): { key: string; input: StreamInput | undefined; viewers: number }[] {
    return Array.from(this.#streams, ([key, { fanOut, input }]) => ({
      key,
      input,
      viewers: fanOut.size,
    }));
  }

  close(): void {
    for (const [key, stream] of this.#streams) this.#drop(key, stream);
  }

  #open(key: string, { codec }: PlannedFanOut): Stream {
    const stream: Stream = {
      fanOut: new VideoFanOut({ codec, onKeyFrameRequest: () => this.#requestKeyFrame(stream) }),
      input: undefined,
      detach: () => {},
      sinks: [],
    };
    this.#streams.set(key, stream);
    return stream;
  }

  #drop(key: string, stream: Stream): void {
    stream.detach();
    stream.fanOut.close();
    this.#streams.delete(key);
  }

  #setInput(stream: Stream, input: StreamInput | undefined): void {
    if (stream.input?.kind === input?.kind && stream.input?.id === input?.id) return;
    stream.detach();
    stream.detach = () => {};
    stream.input = input;
    if (input?.kind === 'camera') {
      const camera = this.#lookup.camera(input.id);
      const send = (frame: EncodedVideoFrame) => stream.fanOut.send(frame);
      camera?.on('frame', send);
      stream.detach = () => camera?.off('frame', send);
    }
    stream.fanOut.sourceChanged();
  }

  #setSinks(stream: Stream, sinks: readonly RtpSink[]): void {
    for (const sink of stream.sinks) if (!sinks.includes(sink)) stream.fanOut.remove(sink);
    for (const sink of sinks) if (!stream.sinks.includes(sink)) stream.fanOut.add(sink);
    stream.sinks = sinks;
  }

  #sinks({ viewers }: PlannedFanOut): RtpSink[] {
    return viewers.map((id) => this.#lookup.sink(id)).filter((sink) => sink !== undefined);
  }

  #requestKeyFrame({ input }: Stream): void {
    if (input?.kind === 'camera') this.#lookup.camera(input.id)?.requestKeyFrame();
    if (input?.kind === 'encoder') this.#lookup.requestKeyFrame(input.id);
  }
}
