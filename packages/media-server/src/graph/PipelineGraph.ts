import type { CrowdDetectorFilter } from '../elements/CrowdDetectorFilter.js';
import type {
  CrowdDetector,
  CrowdDetectorEvents,
  Latency,
  Peer,
  PeerEvents,
  PipelineMedia,
  Player,
  PlayerEvents,
  Recorder,
  RecorderEvents,
  RtpPeer,
  RtpPeerEvents,
} from '../elements/media.js';
import type { MediaElement } from '../elements/MediaElement.js';
import type { MediaPipeline } from '../elements/MediaPipeline.js';
import type { PlayerEndpoint } from '../elements/PlayerEndpoint.js';
import type { RecorderEndpoint } from '../elements/RecorderEndpoint.js';
import type { RtpEndpoint } from '../elements/RtpEndpoint.js';
import type { WebRtcEndpoint } from '../elements/WebRtcEndpoint.js';
import { FanOutError } from '../fanout/errors.js';
import type { PlacedPeer } from '../fanout/PlacedPeer.js';
import type { MediaMeter } from '../metrics/MediaMeter.js';
import type { NodeId } from '../pixels/types.js';
import { AudioStreams } from './AudioStreams.js';
import { DataRelay } from './DataRelay.js';
import { encoderTarget } from './encoderLimits.js';
import { GraphPeer, type PeerConnection } from './GraphPeer.js';
import { GraphPlayer } from './GraphPlayer.js';
import { GraphRecorder } from './GraphRecorder.js';
import { GraphWebRtcPeer } from './GraphWebRtcPeer.js';
import { MediaReports } from './MediaReports.js';
import { findOrigins } from './origins.js';
import type { GraphElement, Part, PeerPart } from './parts.js';
import { cameraOf, peerOf, planPipeline } from './pipelinePlan.js';
import { PixelThread, type OpenPixels } from './PixelThread.js';
import { Replanning } from './Replanning.js';
import { VideoStreams } from './VideoStreams.js';

const TICK_MS = 1000;

export interface PipelineGraphOptions {
  readonly openPixels: OpenPixels;
  readonly createPeer: (endpoint: WebRtcEndpoint) => PlacedPeer;
  readonly createRtpPeer: (endpoint: RtpEndpoint) => PeerConnection;
  readonly meter: MediaMeter;
}

/**
 * The media of one pipeline. Soon after its elements have changed it plans anew which stages must
 * exist, and makes it so; the elements never touch a stage.
 */
export class PipelineGraph implements PipelineMedia {
  readonly #pipeline: MediaPipeline;
  readonly #options: PipelineGraphOptions;
  readonly #parts = new Map<NodeId, { readonly part: Part }>();
  readonly #crowds = new Map<NodeId, CrowdDetectorEvents>();
  readonly #players = new Map<NodeId, GraphPlayer>();
  readonly #recorders = new Map<NodeId, GraphRecorder>();
  readonly #data = new DataRelay();
  readonly #pixels: PixelThread;
  readonly #video: VideoStreams;
  readonly #audio = new AudioStreams((id, frame) => this.#pixels.transcode(id, frame));
  readonly #reports = new MediaReports(() => this.#pipeline.latencyStats);
  readonly #ticker: NodeJS.Timeout;
  readonly #replanning: Replanning;
  /** Streams of which small pictures are needed. */
  readonly #smallStreams = new Set<string>();
  #plan = planPipeline(new Map());
  #closed = false;

  constructor(pipeline: MediaPipeline, options: PipelineGraphOptions) {
    this.#pipeline = pipeline;
    this.#options = options;
    this.#replanning = new Replanning(
      () => this.#replan(),
      (err) => pipeline.log.error({ err }, 'a change without effect'),
    );
    this.#pixels = new PixelThread(
      { ...options, log: () => pipeline.log, limitsOf: (id) => encoderTarget(id, this.#plan) },
      {
        encoded: (encoder, frame) => {
          this.#video.encoded(encoder, frame);
          this.#players.get(encoder)?.played(frame);
          this.#reports.seen('VIDEO', encoder, frame.timestampUs);
        },
        audio: (id, frame) => {
          this.#audio.played(id, frame);
          this.#reports.seen('AUDIO', id, frame.timestampUs);
        },
        crowd: (filter, report) => {
          this.#reports.seen('VIDEO', filter, report.timestampMs * 1000);
          this.#crowds.get(filter)?.report(report);
        },
        pictures: (player) => this.#reports.flows('VIDEO', player),
        keyFrameNeeded: (id) => {
          this.#peer(id)?.video?.requestKeyFrame();
          this.#video.requestKeyFrameFor(id);
        },
        playerState: (player, state, reason) => {
          this.#players.get(player)?.stateChanged(state, reason);
          if (state === 'ended') this.#ended(player);
        },
        stats: (stats, load) => options.meter.pixels(pipeline.id, stats, load),
        failed: (id, error) => {
          this.#players.get(id)?.failed(error.message);
          this.#recorders.get(id)?.failed(error.message);
        },
        died: (error) => {
          options.meter.pixelsGone(pipeline.id);
          for (const recorder of this.#recorders.values()) recorder.failed(error.message);
        },
        changed: () => this.#replanning.now(),
      },
    );
    this.#video = new VideoStreams({
      camera: (id) => cameraOf(this.#plan, id),
      viewer: (id) => this.#peer(id)?.videoSink,
      recorder: (id) => this.#recorders.get(id)?.part.write,
      requestKeyFrame: (encoder) => this.#pixels.requestKeyFrame(encoder),
      smallNeeded: (stream, isNeeded) => this.#setSmallNeeded(stream, isNeeded),
    });
    this.#ticker = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  createPeer(endpoint: WebRtcEndpoint, events: PeerEvents): Peer {
    const connection = this.#options.createPeer(endpoint);
    const peer = new GraphWebRtcPeer(endpoint, connection, events, this.#peerChanged(endpoint.id));
    connection.on('closed', () => this.#data.remove(endpoint.id));
    this.#data.add(endpoint.id, connection.data);
    this.#options.meter.peer(endpoint.id, connection);
    this.#logFailure(endpoint, connection);
    this.#parts.set(endpoint.id, peer);
    return peer;
  }

  createRtpPeer(endpoint: RtpEndpoint, events: RtpPeerEvents): RtpPeer {
    const connection = this.#options.createRtpPeer(endpoint);
    const peer = new GraphPeer(endpoint, connection, events, this.#peerChanged(endpoint.id));
    this.#options.meter.peer(endpoint.id, connection);
    this.#logFailure(endpoint, connection);
    this.#parts.set(endpoint.id, peer);
    return peer;
  }

  createPlayer(endpoint: PlayerEndpoint, events: PlayerEvents): Player {
    const { id } = endpoint;
    const player = new GraphPlayer(
      endpoint,
      () => this.#pixels.open(),
      events,
      // Its first picture must find where to go.
      () => this.#replanning.now(),
    );
    this.#parts.set(id, player);
    this.#players.set(id, player);
    return player;
  }

  createRecorder(endpoint: RecorderEndpoint, events: RecorderEvents): Recorder {
    const { id, tracks } = endpoint;
    const recorder = new GraphRecorder(
      id,
      tracks,
      () => this.#pixels.open(),
      events,
      () => this.topologyChanged(),
      () => this.#video.requestKeyFrameFor(id),
    );
    this.#parts.set(id, recorder);
    this.#recorders.set(id, recorder);
    return recorder;
  }

  createCrowdDetector(filter: CrowdDetectorFilter, events: CrowdDetectorEvents): CrowdDetector {
    const { id } = filter;
    this.#parts.set(id, {
      get part(): Part {
        const { regions, processingWidth, overlayMode } = filter;
        return { kind: 'crowd', options: { regions, processingWidth, overlay: overlayMode } };
      },
    });
    this.#crowds.set(id, events);
    return {
      setProcessingWidth: (width) => this.#pixels.setProcessingWidth(id, width),
      setOverlay: (mode) => this.#pixels.setOverlay(id, mode),
      takeSnapshot: () => this.#pixels.takeSnapshot(id),
      close: () => void this.#crowds.delete(id),
    };
  }

  topologyChanged(): void {
    this.#replanning.request();
  }

  latency({ id }: MediaElement, type: 'AUDIO' | 'VIDEO'): Latency {
    return this.#reports.latency(id, type);
  }

  /** Lines in Graphviz's language for the stages that exist now. */
  describe(): string[] {
    const stages = this.#pixels
      .describe()
      .filter(({ kind }) => kind !== 'crowd' && kind !== 'player')
      .map(({ id, kind, label }) => `  "${kind} ${id}" [shape=box, label="${label}"];`);
    const streams = this.#video
      .describe()
      .map(({ key, viewers }) => `  "stream ${key}" [shape=box, label="stream to ${viewers}"];`);
    return [...stages, ...streams];
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    this.#replanning.close();
    this.#video.close();
    this.#audio.close();
    await this.#pixels.close();
    this.#options.meter.pixelsGone(this.#pipeline.id);
  }

  #replan(): void {
    const elements = new Map(this.#pipeline.elements.map((e) => [e.id, this.#describe(e)]));
    for (const id of this.#parts.keys()) {
      if (elements.has(id)) continue;
      this.#parts.delete(id);
      this.#players.delete(id);
      this.#recorders.delete(id);
    }
    this.#plan = planPipeline(elements, this.#smallStreams);
    const { video, audio } = this.#plan;
    const nodes = new Map([...video.nodes, ...audio.transcoders]);
    this.#pixels.apply(nodes, (id) => elements.get(id)?.part);
    this.#video.apply(video.fanOuts);
    this.#audio.apply(audio, elements);
    this.#data.apply(elements);
    this.#reports.apply(this.#plan);
  }

  #setSmallNeeded(stream: string, isNeeded: boolean): void {
    if (this.#smallStreams.has(stream) === isNeeded) return;
    if (isNeeded) this.#smallStreams.add(stream);
    else this.#smallStreams.delete(stream);
    this.#replanning.request();
  }

  #describe(element: MediaElement): GraphElement {
    return {
      id: element.id,
      element,
      part: this.#parts.get(element.id)?.part,
      isReencoded: element.videoFormat !== undefined,
      videoUpstream: element.upstream('VIDEO')?.id,
      audioUpstream: element.upstream('AUDIO')?.id,
      dataUpstream: element.upstream('DATA')?.id,
    };
  }

  #peer(id: NodeId): PeerPart | undefined {
    return peerOf(this.#plan, id);
  }

  #logFailure({ id }: MediaElement, connection: Pick<PeerConnection, 'on'>): void {
    connection.on('failed', (err) => {
      // What ended a whole process is logged once.
      if (err instanceof FanOutError) return;
      this.#pipeline.log.error({ err, endpoint: id }, 'a peer failed');
    });
  }

  #peerChanged(id: NodeId): () => void {
    return () => {
      this.#watchFrames(id);
      this.topologyChanged();
    };
  }

  /** Frames of a peer are the sign that its media flows. */
  #watchFrames(id: NodeId): void {
    const part = this.#parts.get(id)?.part;
    if (part?.kind !== 'peer') return;
    part.video?.on('frame', ({ timestampUs }) => this.#reports.seen('VIDEO', id, timestampUs));
    part.audio?.on('frame', ({ timestampUs }) => this.#reports.seen('AUDIO', id, timestampUs));
  }

  /** A player came to its end, and so did what only it feeds. */
  #ended(player: NodeId): void {
    const playerOf = findOrigins(
      this.#plan.elements,
      ({ videoUpstream, audioUpstream }) => videoUpstream ?? audioUpstream,
      ({ id }) => id === player,
    );
    for (const [id, recorder] of this.#recorders) if (playerOf(id)) recorder.endOfStream();
  }

  #tick(): void {
    this.#pixels.adjustEncoders((id) => this.#peer(id)?.video);
    this.#reports.report();
  }
}
