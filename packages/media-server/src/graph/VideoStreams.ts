import type { NodeId } from '../pixels/types.js';
import type { EncodedVideoFrame } from '../frames.js';
import { RemoteVideoFanOut } from '../fanout/RemoteFanOut.js';
import { VideoFanOut, type VideoFanOutOptions } from '../rtp/send/VideoFanOut.js';
import type { VideoSource } from '../rtp/send/VideoLadder.js';
import { FanOuts } from './FanOuts.js';
import type { FrameSink, IncomingVideo, ViewerSink } from './parts.js';
import type { PlannedFanOut, StreamInput } from './plan.js';

/** Where a stream's pictures and who takes them are found. */
export interface VideoLookup {
  camera(id: NodeId): IncomingVideo | undefined;
  viewer(id: NodeId): ViewerSink | undefined;
  recorder(id: NodeId): FrameSink | undefined;
  /** Asks the worker's encoder for a key frame. */
  requestKeyFrame(encoder: NodeId): void;
  /** Somebody needs small pictures of a stream, or nobody any longer: it is planned anew. */
  smallNeeded(stream: string, isNeeded: boolean): void;
}

interface Stream {
  readonly fanOuts: FanOuts<VideoFanOut, RemoteVideoFanOut>;
  input: StreamInput | undefined;
  /** The encoder of its small pictures. */
  small: NodeId | undefined;
  detach: () => void;
  recorders: ReadonlyMap<NodeId, FrameSink>;
}

/** One fan-out for each stream that somebody watches or records, brought in line with a plan. */
export class VideoStreams {
  readonly #lookup: VideoLookup;
  readonly #streams = new Map<string, Stream>();
  /** By the encoder of their small pictures. */
  readonly #small = new Map<NodeId, Stream>();

  constructor(lookup: VideoLookup) {
    this.#lookup = lookup;
  }

  apply(planned: ReadonlyMap<string, PlannedFanOut>): void {
    // A viewer that moves must have left its old stream before it joins the new one.
    for (const [key, stream] of this.#streams) {
      const wanted = planned.get(key);
      stream.fanOuts.keepSinks(wanted ? this.#sinks(wanted) : []);
      if (!wanted) this.#drop(key, stream);
    }
    for (const [key, wanted] of planned) {
      const stream = this.#streams.get(key) ?? this.#open(key, wanted);
      this.#setInput(stream, wanted.input);
      this.#setSmall(stream, wanted.small);
      stream.fanOuts.setSinks(this.#sinks(wanted));
      stream.recorders = this.#recorders(wanted);
    }
  }

  /** A picture of an encoder of the worker. */
  encoded(encoder: NodeId, frame: EncodedVideoFrame): void {
    // An encoder has its stream's key for an id.
    const stream = this.#streams.get(encoder);
    if (stream?.input?.kind === 'encoder') send(stream, frame);
    else for (const fanOut of this.#small.get(encoder)?.fanOuts ?? []) fanOut.send(frame, 'small');
  }

  /** A recorder cannot go on without a key frame. */
  requestKeyFrameFor(recorder: NodeId): void {
    for (const stream of this.#streams.values()) {
      if (stream.recorders.has(recorder)) this.#requestKeyFrame(stream);
    }
  }

  describe(): { key: string; input: StreamInput | undefined; viewers: number }[] {
    return Array.from(this.#streams, ([key, { fanOuts, input, recorders }]) => ({
      key,
      input,
      viewers: fanOuts.size + recorders.size,
    }));
  }

  close(): void {
    for (const [key, stream] of this.#streams) this.#drop(key, stream);
  }

  #open(key: string, { codec }: PlannedFanOut): Stream {
    const inNeed = new Set<object>();
    // Small pictures are there while any of the fan-outs needs them.
    const options = (): VideoFanOutOptions => {
      const itself = {};
      return {
        codec,
        onKeyFrameRequest: (source) => this.#requestKeyFrame(stream, source),
        onSmallNeeded: (isNeeded) => {
          if (isNeeded) inNeed.add(itself);
          else inNeed.delete(itself);
          this.#lookup.smallNeeded(key, inNeed.size > 0);
        },
      };
    };
    const stream: Stream = {
      fanOuts: new FanOuts(
        new VideoFanOut(options()),
        (process) => new RemoteVideoFanOut(process, options()),
      ),
      input: undefined,
      small: undefined,
      detach: () => {},
      recorders: new Map(),
    };
    this.#streams.set(key, stream);
    return stream;
  }

  #drop(key: string, stream: Stream): void {
    stream.detach();
    stream.fanOuts.close();
    this.#setSmall(stream, undefined);
    this.#lookup.smallNeeded(key, false);
    this.#streams.delete(key);
  }

  #setInput(stream: Stream, input: StreamInput | undefined): void {
    if (stream.input?.kind === input?.kind && stream.input?.id === input?.id) return;
    stream.detach();
    stream.detach = () => {};
    stream.input = input;
    if (input?.kind === 'camera') {
      const camera = this.#lookup.camera(input.id);
      const listener = (frame: EncodedVideoFrame) => send(stream, frame);
      camera?.on('frame', listener);
      stream.detach = () => camera?.off('frame', listener);
    }
    for (const fanOut of stream.fanOuts) fanOut.sourceChanged();
  }

  #setSmall(stream: Stream, encoder: NodeId | undefined): void {
    if (stream.small === encoder) return;
    if (stream.small !== undefined) this.#small.delete(stream.small);
    if (encoder !== undefined) this.#small.set(encoder, stream);
    stream.small = encoder;
    for (const fanOut of stream.fanOuts) fanOut.sourceChanged('small');
  }

  #sinks({ viewers }: PlannedFanOut): ViewerSink[] {
    return viewers.map((id) => this.#lookup.viewer(id)).filter((sink) => sink !== undefined);
  }

  #recorders({ viewers }: PlannedFanOut): Map<NodeId, FrameSink> {
    const found = viewers.map((id) => [id, this.#lookup.recorder(id)] as const);
    return new Map(found.flatMap(([id, sink]) => (sink ? [[id, sink]] : [])));
  }

  #requestKeyFrame({ input, small }: Stream, source: VideoSource = 'main'): void {
    if (source === 'small') {
      if (small !== undefined) this.#lookup.requestKeyFrame(small);
      return;
    }
    if (input?.kind === 'camera') this.#lookup.camera(input.id)?.requestKeyFrame();
    if (input?.kind === 'encoder') this.#lookup.requestKeyFrame(input.id);
  }
}

function send({ fanOuts, recorders }: Stream, frame: EncodedVideoFrame): void {
  for (const fanOut of fanOuts) fanOut.send(frame);
  for (const record of recorders.values()) record(frame);
}
