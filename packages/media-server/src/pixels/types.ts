import type { CrowdAnalysis, RegionOfInterest } from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../overlayMode.js';
import type { EncodedAudioFrame, EncodedVideoFrame, VideoCodecName } from '../frames.js';
import type { TranscoderOptions } from './LiveTranscoder.js';
import type { RecordingOptions } from './recorder/Recording.js';

/**
 * The worker thread of one pipeline holds a small graph of nodes, each named by an id that its
 * creator chose. Raw pictures travel inside the worker only:
 *
 *   decoder | player  ->  crowd  ->  encoder
 *
 * A node has at most one upstream; a node without upstream is silent. Changing a node's upstream
 * takes effect with the next picture and needs no key frame: an encoder goes on encoding, whatever
 * it is fed from.
 *
 * Beside it the worker transcodes sound and writes recordings; both take compressed frames from the
 * main thread.
 */
export type NodeId = string;

/** What a crowd node reports of one picture: the detector's words without the mask. */
export type CrowdReport = Omit<CrowdAnalysis, 'mask'>;

export interface CrowdNodeOptions {
  readonly regions: readonly RegionOfInterest[];
  /** Width at which the detector works, 160..1280 pixels. */
  readonly processingWidth: number;
  /** `FULL` unless given. */
  readonly overlay?: OverlayMode;
  /** A crowd node whose background model the new one takes over. */
  readonly takeOverFrom?: NodeId;
}

/** What an encoder aims at; rates in bits per second. */
export interface EncoderTarget {
  /** The rate at which the pictures come in, which is followed; missing: as before, at first by their size. */
  readonly inputBitrate?: number | undefined;
  /** Default 100,000. */
  readonly minBitrate?: number | undefined;
  readonly maxBitrate: number;
  /** Pictures a second at most; default: all. */
  readonly maxFrameRate?: number | undefined;
}

export interface EncoderOptions extends EncoderTarget {
  readonly codec: VideoCodecName;
  /** Pictures of at most half the size and 320 pixels, 250,000 bits per second: for viewers whose path takes no more. */
  readonly isSmall?: boolean;
}

export type PlayerState = 'playing' | 'paused' | 'stopped' | 'ended' | 'failed';

/** What a node itself has to tell. */
export interface NodeEvents {
  /** An encoder made a picture, or a player has one that it leaves undecoded. */
  encoded: [node: NodeId, frame: EncodedVideoFrame];
  /** A player (Opus) or a transcoder gave a packet. */
  audio: [node: NodeId, frame: EncodedAudioFrame];
  /** A decoder or a recording cannot go on without a key frame (at start, after loss). At most one per 300 ms and node. */
  keyFrameNeeded: [node: NodeId];
  /** A crowd node has analysed a picture. */
  crowd: [node: NodeId, report: CrowdReport];
  /** A node's first picture, or the first of a new size. */
  format: [node: NodeId, size: { width: number; height: number }];
  /** A player gives pictures: with the first, then about once a second. */
  pictures: [node: NodeId];
  playerState: [node: NodeId, state: PlayerState, reason?: string];
}

export interface PixelEvents extends NodeEvents {
  /** A node or a recording was dropped because its native code failed; the others go on. */
  failed: [node: NodeId, error: Error];
  /** What the nodes have done, about once a second. */
  stats: [stats: PixelStats, load: PixelLoad];
  /** The worker itself died; every node is gone. */
  died: [error: Error];
}

/** The main thread's handle on a pipeline's worker. Calls on an unknown node are ignored (it may just have failed). */
export interface PixelGraph {
  addDecoder(id: NodeId, codec: VideoCodecName): void;
  /** Feeds a decoder. At most 32 frames wait; beyond that they are dropped up to the next key frame, and counted. */
  decode(id: NodeId, frame: EncodedVideoFrame): void;
  /**
   * `uri`: `demo:crowd[?width=&height=&fps=&seed=]`, an absolute path, http(s) or rtsp. Rejects when it
   * cannot be opened.
   */
  addPlayer(id: NodeId, uri: string, options?: PlayerOptions): Promise<PlayerInfo>;
  play(id: NodeId): void;
  pause(id: NodeId): void;
  /** Stops and rewinds. */
  stop(id: NodeId): void;
  seek(id: NodeId, positionMs: number): void;
  addCrowd(id: NodeId, options: CrowdNodeOptions): void;
  setProcessingWidth(id: NodeId, width: number): void;
  setOverlay(id: NodeId, mode: OverlayMode): void;
  /** A crowd node's next picture, drawn on, as a JPEG at most 960 pixels wide. Rejects when none comes for 2 s. */
  takeSnapshot(id: NodeId): Promise<Uint8Array>;
  addEncoder(id: NodeId, options: EncoderOptions): void;
  /** What the encoder aims at from now on; a changed rate takes up to 3 s. */
  setEncoderTarget(id: NodeId, target: EncoderTarget): void;
  /** The encoder's next picture is a key frame; at most one per 300 ms, a later request is kept till then. */
  requestKeyFrame(id: NodeId): void;
  setUpstream(id: NodeId, upstream: NodeId | undefined): void;
  /** What it makes of the sound that it is fed comes as `audio`. */
  addTranscoder(id: NodeId, options: TranscoderOptions): void;
  /** Feeds a transcoder. At most 32 frames wait; beyond that they are dropped. */
  transcode(id: NodeId, frame: EncodedAudioFrame): void;
  /** Begins a file with the first frames that come. */
  addRecording(id: NodeId, options: RecordingOptions): void;
  /**
   * Feeds a recording, with pictures from a key frame on. At most 512 frames wait; beyond that they
   * are dropped, pictures up to the next key frame.
   */
  record(id: NodeId, frame: EncodedVideoFrame | EncodedAudioFrame): void;
  /** The file goes on, without a gap, with the frames that come after this. */
  pauseRecording(id: NodeId): void;
  /** Resolves when the file is complete, also when it could not be completed (`failed`). */
  finishRecording(id: NodeId): Promise<void>;
  remove(id: NodeId): void;
  stats(): Promise<PixelStats>;
  /** Frees everything in the worker, then ends it. */
  close(): Promise<void>;
}

export interface PlayerOptions {
  /** Pictures come as `encoded`, as they stand in the source, if the network has their codec; default: decoded. */
  readonly useEncodedMedia?: boolean;
}

export interface PlayerInfo {
  readonly seekable: boolean;
  /** Milliseconds; 0 when unknown or endless. */
  readonly durationMs: number;
  readonly hasVideo: boolean;
  /** Where pictures come as they stand in the source. */
  readonly videoCodec?: VideoCodecName;
  readonly hasAudio: boolean;
}

/** Why a picture went no further. */
export type DropCause =
  /** The worker was behind, and caught up by leaving it out. */
  | 'late'
  /** Too many waited for the decoder already. */
  | 'queue_full'
  /** The key frame that it needs has not come yet. */
  | 'no_key_frame'
  /** The decoder could not make anything of it. */
  | 'damaged'
  /** The main thread did not take what the worker made. */
  | 'congested'
  /** After a change of the source, it was older than the one before. */
  | 'out_of_order';

/** Messages that wait between the main thread and the worker: frames to it, frames and reports from it. */
export interface PixelLoad {
  readonly in: number;
  readonly out: number;
}

export interface NodeStats {
  readonly kind: 'decoder' | 'player' | 'crowd' | 'encoder';
  readonly upstream: NodeId | undefined;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly framesDropped: number;
  /** The same by cause; one that never occurred may be missing. */
  readonly drops: Readonly<Partial<Record<DropCause, number>>>;
  /** Time spent in the node's own work, milliseconds in all (the worker does nothing else meanwhile). */
  readonly busyMs: number;
  readonly width: number;
  readonly height: number;
}
export type PixelStats = Readonly<Record<NodeId, NodeStats>>;
