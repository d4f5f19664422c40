import { KurentoError } from '../protocol/errors.js';
import type { ElementConnection } from './ConnectionTable.js';
import type { ElementContext } from './context.js';
import { toDot } from './dot.js';
import { latencyStats } from './latencyStats.js';
import { MediaObject } from './MediaObject.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { AudioCaps, MediaType, Stats, VideoCaps } from './types.js';

const mediaTypes: readonly MediaType[] = ['AUDIO', 'VIDEO', 'DATA'];

/** Constructor parameters that every element has. */
export interface ElementParams {
  readonly mediaPipeline: MediaPipeline;
}

/** Something in a pipeline that media flows into, out of, or through. */
export abstract class MediaElement extends MediaObject {
  /** Whether media comes from outside or goes there. */
  readonly isEndpoint: boolean = false;
  /** Bits per second, for an encoder that this element feeds from; 0 leaves it to the server. */
  encoderBitrate = 0;
  minEncoderBitrate = 0;
  maxEncoderBitrate = 0;
  /** What the client asked for, if it did. */
  audioFormat: AudioCaps | undefined;
  videoFormat: VideoCaps | undefined;
  /** `in VIDEO`, `out AUDIO`, … that flow. */
  readonly #flowing = new Set<string>();
  readonly #transcoding = new Set<MediaType>();

  constructor(
    context: ElementContext,
    readonly mediaPipeline: MediaPipeline,
    parent: MediaObject = mediaPipeline,
  ) {
    super(context, parent);
  }

  /** Throws CONNECT_ERROR when the sink belongs to another pipeline. */
  connect(
    sink: MediaElement,
    mediaType?: MediaType,
    sourceDescription = 'default',
    sinkDescription = 'default',
  ): void {
    if (sink.mediaPipeline !== this.mediaPipeline) {
      throw new KurentoError('CONNECT_ERROR', 'Media elements do not share pipeline');
    }
    for (const type of mediaType ? [mediaType] : mediaTypes) {
      const connection = { source: this, sink, type, sourceDescription, sinkDescription };
      const replaced = this.mediaPipeline.connections.add(connection);
      if (replaced) replaced.source.#tell('ElementDisconnected', replaced);
      this.#tell('ElementConnected', connection);
    }
    this.mediaPipeline.topologyChanged();
  }

  /** Fine, and told, even when nothing was connected. */
  disconnect(
    sink: MediaElement,
    mediaType?: MediaType,
    sourceDescription = 'default',
    sinkDescription = 'default',
  ): void {
    for (const type of mediaType ? [mediaType] : mediaTypes) {
      const connection = { source: this, sink, type, sourceDescription, sinkDescription };
      this.mediaPipeline.connections.delete(connection);
      this.#tell('ElementDisconnected', connection);
    }
    this.mediaPipeline.topologyChanged();
  }

  /** The connections that end here: who feeds this element. */
  getSourceConnections(mediaType?: MediaType, description?: string): ElementConnection[] {
    return this.mediaPipeline.connections
      .to(this)
      .filter(({ type }) => mediaType === undefined || type === mediaType)
      .filter((c) => description === undefined || c.sinkDescription === description);
  }

  /** The connections that begin here: whom this element feeds. */
  getSinkConnections(mediaType?: MediaType, description?: string): ElementConnection[] {
    return this.mediaPipeline.connections
      .from(this)
      .filter(({ type }) => mediaType === undefined || type === mediaType)
      .filter((c) => description === undefined || c.sourceDescription === description);
  }

  /** The element whose media comes in here; what hubs hand on comes from beyond them. */
  upstream(mediaType: MediaType): MediaElement | undefined {
    return this.getSourceConnections(mediaType)[0]?.source.outlet(mediaType);
  }

  /** The element whose media goes out here: this one, but for the ports of a hub. */
  outlet(_mediaType: MediaType): MediaElement | undefined {
    return this;
  }

  setAudioFormat(caps: AudioCaps): void {
    this.audioFormat = caps;
  }

  setVideoFormat(caps: VideoCaps): void {
    this.videoFormat = caps;
    this.mediaPipeline.topologyChanged();
  }

  isMediaFlowingIn(mediaType: MediaType): boolean {
    refuseData(mediaType);
    return this.#flowing.has(`in ${mediaType}`);
  }

  isMediaFlowingOut(mediaType: MediaType): boolean {
    refuseData(mediaType);
    return this.#flowing.has(`out ${mediaType}`);
  }

  isMediaTranscoding(mediaType: MediaType): boolean {
    refuseData(mediaType);
    return this.#transcoding.has(mediaType);
  }

  /** The media side says whether packets or pictures come in or go out; a change is an event. */
  setMediaFlowing(direction: 'in' | 'out', mediaType: MediaType, flowing: boolean): void {
    if (!change(this.#flowing, `${direction} ${mediaType}`, flowing)) return;
    const event = direction === 'in' ? 'MediaFlowInStateChanged' : 'MediaFlowOutStateChanged';
    const state = flowing ? 'FLOWING' : 'NOT_FLOWING';
    this.emit(event, { state, padName: 'default', mediaType });
  }

  /** The media side says whether it decodes and encodes for this element; a change is an event. */
  setMediaTranscoding(mediaType: MediaType, transcoding: boolean): void {
    if (!change(this.#transcoding, mediaType, transcoding)) return;
    const state = transcoding ? 'TRANSCODING' : 'NOT_TRANSCODING';
    this.emit('MediaTranscodingStateChanged', { state, binName: 'default', mediaType });
  }

  /** Statistics by id: of latencies if the pipeline measures them, and of what an endpoint counts. */
  async getStats(mediaType?: MediaType): Promise<Record<string, Stats>> {
    const latencies = this.mediaPipeline.latencyStats ? [latencyStats(this, mediaType)] : [];
    return {
      ...(await this.countedStats(mediaType)),
      ...Object.fromEntries(latencies.map((stats) => [stats.id, stats])),
    };
  }

  /** By id. */
  protected countedStats(
    _mediaType?: MediaType,
  ): Record<string, Stats> | Promise<Record<string, Stats>> {
    return {};
  }

  /** This element and its neighbours as a graph for Graphviz. */
  getGstreamerDot(): string {
    const neighbours = this.mediaPipeline.elements.filter(
      (other) =>
        other === this ||
        this.getSourceConnections().some(({ source }) => source === other) ||
        this.getSinkConnections().some(({ sink }) => sink === other),
    );
    return toDot(neighbours, this.mediaPipeline.connections);
  }

  /** Writes the graph to the log. */
  dumpGstreamerDot(): void {
    this.log.info({ element: this.id, dot: this.getGstreamerDot() }, 'element graph');
  }

  protected override onRelease(): void | Promise<void> {
    for (const connection of this.mediaPipeline.connections.deleteAll(this)) {
      if (!connection.source.isReleased) connection.source.#tell('ElementDisconnected', connection);
    }
    this.mediaPipeline.topologyChanged();
  }

  #tell(event: 'ElementConnected' | 'ElementDisconnected', connection: ElementConnection): void {
    this.emit(event, {
      sink: connection.sink,
      mediaType: connection.type,
      sourceMediaDescription: connection.sourceDescription,
      sinkMediaDescription: connection.sinkDescription,
    });
  }
}

function refuseData(mediaType: MediaType): void {
  if (mediaType === 'DATA') {
    throw new KurentoError(
      'MEDIA_OBJECT_ILLEGAL_PARAM_ERROR',
      "Media type 'DATA' is not supported here; ask for AUDIO or VIDEO",
    );
  }
}

/** Returns whether the set had to be changed. */
function change<T>(set: Set<T>, value: T, present: boolean): boolean {
  if (set.has(value) === present) return false;
  if (present) set.add(value);
  else set.delete(value);
  return true;
}
