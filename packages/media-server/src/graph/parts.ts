import type { MediaElement } from '../elements/MediaElement.js';
import type { CrowdNodeOptions, NodeId } from '../pixels/types.js';
import type {
  AudioCodecName,
  EncodedAudioFrame,
  EncodedVideoFrame,
  VideoCodecName,
} from '../frames.js';
import type { SendLimits } from './encoderLimits.js';
import type { RemoteSink } from '../fanout/RemoteSink.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';

/** A stream that a peer sends; the receivers of `rtp/` are such. */
export interface IncomingStream<Frame> {
  on(event: 'frame', listener: (frame: Frame) => void): unknown;
  off(event: 'frame', listener: (frame: Frame) => void): unknown;
}

export interface IncomingVideo extends IncomingStream<EncodedVideoFrame> {
  readonly codec: VideoCodecName;
  /** Bits per second over the last second. */
  readonly bitrate: number;
  requestKeyFrame(): void;
}

export interface IncomingAudio extends IncomingStream<EncodedAudioFrame> {
  readonly codec: AudioCodecName;
}

/** What stands behind an element that makes, changes or takes media. Elements without a part hand it on. */
export type Part = PeerPart | PlayerPart | CrowdPart | RecorderPart;

/** A viewer's end of a stream, in this process or in another one. */
export type ViewerSink = RtpSink | RemoteSink;

/** The streams are undefined until negotiated, and where the peer does not send or want them. */
export interface PeerPart {
  readonly kind: 'peer';
  readonly video: IncomingVideo | undefined;
  readonly audio: IncomingAudio | undefined;
  readonly videoSink: ViewerSink | undefined;
  readonly audioSink: ViewerSink | undefined;
  /** What it wants to be sent. */
  readonly sendLimits: SendLimits;
}

export interface PlayerPart {
  readonly kind: 'player';
  /** Where it hands pictures on undecoded. */
  readonly video?: IncomingVideo | undefined;
  /** Whether a source is open in the worker. */
  readonly isOpen: boolean;
}

/** Takes frames as they are. */
export interface RecorderPart {
  readonly kind: 'recorder';
  /** Best first; empty while it takes no pictures. */
  readonly codecs: readonly VideoCodecName[];
  readonly hearsAudio: boolean;
  readonly write: FrameSink;
}

export type FrameSink = (frame: EncodedVideoFrame | EncodedAudioFrame) => void;

export interface CrowdPart {
  readonly kind: 'crowd';
  readonly options: CrowdNodeOptions;
}

/** An element as the graph sees it. */
export interface GraphElement {
  readonly id: NodeId;
  readonly element: MediaElement;
  readonly part: Part | undefined;
  /** Whether a client has set a format for the pictures that it gives. */
  readonly isReencoded: boolean;
  readonly videoUpstream: NodeId | undefined;
  readonly audioUpstream: NodeId | undefined;
  readonly dataUpstream: NodeId | undefined;
}
