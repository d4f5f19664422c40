import type { CrowdAnalysis } from '@crowdlens/crowd-detector';
import type { ProcessUsage } from '../metrics/ProcessUsage.js';
import type { Sample } from '../metrics/Sample.js';
import type { OverlayMode } from '../overlayMode.js';
import type { CrowdDetectorFilter } from './CrowdDetectorFilter.js';
import type { MediaElement } from './MediaElement.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { PlayerEndpoint } from './PlayerEndpoint.js';
import type { RtpEndpoint } from './RtpEndpoint.js';
import type { RecorderEndpoint } from './RecorderEndpoint.js';
import type {
  ConnectionState,
  DataChannelParams,
  DtlsConnectionState,
  IceCandidate,
  IceComponentState,
  MediaState,
  MediaType,
  OfferOptions,
  Stats,
  VideoInfo,
} from './types.js';
import type { WebRtcEndpoint } from './WebRtcEndpoint.js';

/**
 * The seam between control and media: what the elements ask of whatever moves and changes the
 * pictures, and what they are told by it. Elements know nothing else of media.
 */
export interface MediaEngine {
  openPipeline(pipeline: MediaPipeline): PipelineMedia | Promise<PipelineMedia>;
  /** What all pipelines do and have done. */
  samples(): Sample[];
  /** Of all processes of the media server together. */
  usage(): Promise<ProcessUsage>;
  /** Frees what pipelines share. */
  close(): void | Promise<void>;
}

/** How old sound or pictures are, milliseconds since their capture; undefined where it is not measured. */
export interface Latency {
  /** When they come in. */
  readonly input: number | undefined;
  /** When they go out to a peer or into a file. */
  readonly endToEnd: number | undefined;
}

/** The media of one pipeline. */
export interface PipelineMedia {
  createPeer(endpoint: WebRtcEndpoint, events: PeerEvents): Peer | Promise<Peer>;
  createRtpPeer(endpoint: RtpEndpoint, events: RtpPeerEvents): RtpPeer | Promise<RtpPeer>;
  createPlayer(endpoint: PlayerEndpoint, events: PlayerEvents): Player | Promise<Player>;
  createRecorder(endpoint: RecorderEndpoint, events: RecorderEvents): Recorder | Promise<Recorder>;
  createCrowdDetector(
    filter: CrowdDetectorFilter,
    events: CrowdDetectorEvents,
  ): CrowdDetector | Promise<CrowdDetector>;
  /** Elements were connected, disconnected or released; see `MediaElement.upstream`. Takes effect soon. */
  topologyChanged(): void;
  /** Averages while `latencyStats` of the pipeline is on. */
  latency(element: MediaElement, type: 'AUDIO' | 'VIDEO'): Latency;
  /** Lines in Graphviz's language for the stages that work now: decoders, encoders, streams. */
  describe(): string[];
  close(): void | Promise<void>;
}

/**
 * The RTP side of an endpoint. Errors with a `code` named like an SDP or ICE error of Kurento
 * reach the client as that error.
 */
export interface RtpPeer {
  /** Returns the answer; of WebRTC without candidates. */
  processOffer(offer: string): Promise<string>;
  generateOffer(options: OfferOptions): Promise<string>;
  /** Returns nothing: the local description does not change. */
  processAnswer(answer: string): Promise<void>;
  /** Asks the sender for a key frame. */
  requestKeyFrame(): void;
  getStats(mediaType?: MediaType): Promise<Record<string, Stats>>;
  close(): void | Promise<void>;
}

/** The WebRTC side of an endpoint. */
export interface Peer extends RtpPeer {
  /** Candidates are reported from now on. */
  gatherCandidates(): void;
  addIceCandidate(candidate: IceCandidate): void;
  createDataChannel(params: DataChannelParams): void;
  /** Returns whether there is a channel of that id. */
  closeDataChannel(id: number): boolean;
}

/** What an {@link RtpPeer} tells its endpoint. */
export interface RtpPeerEvents {
  connectionState(state: ConnectionState): void;
  mediaState(state: MediaState): void;
  /** The connection has ended by a fault on our side. */
  failed(reason: string): void;
}

/** What a {@link Peer} tells its endpoint. */
export interface PeerEvents extends RtpPeerEvents {
  candidate(candidate: IceCandidate): void;
  gatheringDone(): void;
  iceState(state: IceComponentState): void;
  dtlsState(state: DtlsConnectionState): void;
  /** Both in the form of `a=candidate` without `a=`. */
  candidatePair(local: string, remote: string): void;
  dataChannel(change: 'opened' | 'closed', id: number): void;
}

/** The source behind a PlayerEndpoint. */
export interface Player {
  /** Nothing is known before the first `play`. */
  readonly info: VideoInfo;
  /** Milliseconds from the beginning. */
  readonly position: number;
  /** Opens `uri` if need be (checked; a path, an URL or `demo:crowd`), then plays; false when it was paused or stopped meanwhile. */
  play(uri: string): Promise<boolean>;
  pause(): void;
  /** Stops and rewinds. */
  stop(): void;
  seek(positionMs: number): void;
  close(): void | Promise<void>;
}

/** What a {@link Player} tells its endpoint. */
export interface PlayerEvents {
  endOfStream(): void;
  failed(reason: string): void;
}

/** The file behind a RecorderEndpoint. */
export interface Recorder {
  /** Begins `file` (checked; an absolute path, overwritten), or goes on after a pause. */
  record(file: string): Promise<void>;
  pause(): void;
  /** Resolves when the file is complete. */
  stop(): Promise<void>;
  /** As {@link stop}. */
  close(): void | Promise<void>;
}

/** What a {@link Recorder} tells its endpoint. */
export interface RecorderEvents {
  /** The first frame has come. */
  started(): void;
  /** The file ends here. */
  failed(reason: string): void;
  /** The player that was recorded has come to its end. */
  endOfStream(): void;
}

/** The detector behind a CrowdDetectorFilter. */
export interface CrowdDetector {
  /** Pixels, 160..1280. */
  setProcessingWidth(width: number): void;
  setOverlay(mode: OverlayMode): void;
  /** The next picture, drawn on, as a JPEG. Rejects when none comes. */
  takeSnapshot(): Promise<Uint8Array>;
  close(): void | Promise<void>;
}

/** What a {@link CrowdDetector} tells its filter: the findings of each picture, in order. */
export interface CrowdDetectorEvents {
  report(report: Omit<CrowdAnalysis, 'mask'>): void;
}
