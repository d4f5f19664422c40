import type { EncodedAudioFrame, EncodedVideoFrame, VideoCodecName } from '../frames.js';
import type { ProcessUsage } from '../metrics/ProcessUsage.js';
import type { Sample } from '../metrics/Sample.js';
import type { VideoSource } from '../rtp/send/VideoLadder.js';
import type { IceCandidate } from '../webrtc/iceCandidate.js';
import type { CodecName } from '../webrtc/sdp/codec.js';
import type { PeerStats } from '../webrtc/stats.js';
import type { WebRtcPeerEvents, WebRtcPeerOptions } from '../webrtc/WebRtcPeer.js';

/** Number of a peer or of a stream in one process; given by the media server, never twice. */
export type RemoteId = number;

/** What of a peer's options a process can be told: what does not change any more. */
export type RemotePeerOptions = Pick<
  WebRtcPeerOptions,
  'iceServers' | 'bindAddress' | 'announcedIp' | 'udpMuxPort' | 'direction'
>;

/** What came of an offer: the answer, and the codecs of what the peer wants to be sent. */
export interface RemoteAnswer {
  readonly sdp: string;
  readonly video: CodecName | undefined;
  readonly audio: CodecName | undefined;
}

/** One stream as it is opened in a process. */
export type RemoteStreamOptions =
  | { readonly kind: 'video'; readonly codec: VideoCodecName }
  | { readonly kind: 'audio'; readonly codec: EncodedAudioFrame['codec'] };

/** What a process has done since its start. */
export interface ProcessReport {
  readonly usage: ProcessUsage;
  /** Of all its connections. */
  readonly counters: readonly Sample[];
}

/** What the media server can ask of a process for viewers. */
export interface FanOutCalls {
  /** Whoever answers lives. */
  rollCall(): ProcessReport;
  addPeer(peer: RemoteId, options: RemotePeerOptions): void;
  processOffer(peer: RemoteId, offer: string): Promise<RemoteAnswer>;
  gatherCandidates(peer: RemoteId): void;
  addIceCandidate(peer: RemoteId, candidate: Pick<IceCandidate, 'candidate'>): void;
  getStats(peer: RemoteId): PeerStats;
  removePeer(peer: RemoteId): void;
  addStream(stream: RemoteId, options: RemoteStreamOptions): void;
  addViewer(stream: RemoteId, peer: RemoteId): void;
  removeViewer(stream: RemoteId, peer: RemoteId): void;
  sendVideo(stream: RemoteId, frame: EncodedVideoFrame, source: VideoSource): void;
  sendAudio(stream: RemoteId, frame: EncodedAudioFrame): void;
  sourceChanged(stream: RemoteId, source: VideoSource): void;
  removeStream(stream: RemoteId): void;
}

/** What a process tells of itself. */
export interface FanOutEvents {
  peer: [peer: RemoteId, event: PeerEvent];
  /** A frame of a stream has been sent to its viewers. */
  frameDone: [stream: RemoteId, source: VideoSource];
  keyFrameNeeded: [stream: RemoteId, source: VideoSource];
  smallNeeded: [stream: RemoteId, isNeeded: boolean];
  /** A call failed that nobody waits for. */
  failed: [error: Error];
}

/** An event of a peer, as it is raised. */
export type PeerEvent = {
  [E in keyof WebRtcPeerEvents]: { readonly name: E; readonly args: WebRtcPeerEvents[E] };
}[keyof WebRtcPeerEvents];

/** Media server to process. `reply` numbers the calls whose result is awaited. */
export type CallMessage = {
  [M in keyof FanOutCalls]: {
    readonly method: M;
    readonly args: Parameters<FanOutCalls[M]>;
    readonly reply?: number;
  };
}[keyof FanOutCalls];

/** Process to media server: an answer, or an event. */
export type ProcessMessage =
  | { readonly kind: 'result'; readonly reply: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly reply: number; readonly code: string; readonly text: string }
  | EventMessage;

/** What a process tells without being asked. */
export type EventMessage = {
  [E in keyof FanOutEvents]: {
    readonly kind: 'event';
    readonly event: E;
    readonly args: FanOutEvents[E];
  };
}[keyof FanOutEvents];
