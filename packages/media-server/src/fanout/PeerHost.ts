import type { EncodedAudioFrame, EncodedVideoFrame } from '../frames.js';
import { PeerMeter } from '../metrics/PeerMeter.js';
import { ownUsage } from '../metrics/ProcessUsage.js';
import { AudioFanOut } from '../rtp/send/AudioFanOut.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import { VideoFanOut } from '../rtp/send/VideoFanOut.js';
import type { VideoSource } from '../rtp/send/VideoLadder.js';
import type { PeerStats } from '../webrtc/stats.js';
import type { IceCandidate } from '../webrtc/iceCandidate.js';
import { PEER_EVENTS, WebRtcPeer } from '../webrtc/WebRtcPeer.js';
import type {
  FanOutCalls,
  FanOutEvents,
  PeerEvent,
  ProcessReport,
  RemoteAnswer,
  RemoteId,
  RemotePeerOptions,
  RemoteStreamOptions,
} from './messages.js';

export type Report = <E extends keyof FanOutEvents>(event: E, ...args: FanOutEvents[E]) => void;

interface Stream {
  readonly fanOut: VideoFanOut | AudioFanOut;
  /** A peer may be removed before its viewer is. */
  readonly sinks: Map<RemoteId, RtpSink>;
}

/** The peers and streams of a process for viewers. Calls for one that is gone already are ignored. */
export class PeerHost implements FanOutCalls {
  readonly #report: Report;
  readonly #peers = new Map<RemoteId, WebRtcPeer>();
  readonly #meter = new PeerMeter();
  readonly #streams = new Map<RemoteId, Stream>();

  constructor(report: Report) {
    this.#report = report;
  }

  rollCall(): ProcessReport {
    return { usage: ownUsage(), counters: this.#meter.samples() };
  }

  addPeer(id: RemoteId, options: RemotePeerOptions): void {
    const peer = WebRtcPeer.create(options);
    this.#peers.set(id, peer);
    this.#meter.add(String(id), peer);
    for (const name of PEER_EVENTS) {
      peer.on(name, (...args: unknown[]) => this.#report('peer', id, { name, args } as PeerEvent));
    }
  }

  async processOffer(id: RemoteId, offer: string): Promise<RemoteAnswer> {
    const peer = this.#peers.get(id);
    if (!peer) throw new Error('The peer was closed before it could answer.');
    const sdp = await peer.processOffer(offer);
    return { sdp, video: peer.senders.video?.codec, audio: peer.senders.audio?.codec };
  }

  gatherCandidates(id: RemoteId): void {
    this.#peers.get(id)?.gatherCandidates();
  }

  addIceCandidate(id: RemoteId, candidate: Pick<IceCandidate, 'candidate'>): void {
    this.#peers.get(id)?.addIceCandidate(candidate);
  }

  getStats(id: RemoteId): PeerStats {
    const peer = this.#peers.get(id);
    if (!peer) throw new Error('The peer was closed before it could tell.');
    return peer.getStats();
  }

  removePeer(id: RemoteId): void {
    this.#peers.get(id)?.close();
    this.#peers.delete(id);
  }

  addStream(id: RemoteId, options: RemoteStreamOptions): void {
    this.#streams.set(id, { fanOut: this.#open(id, options), sinks: new Map() });
  }

  addViewer(id: RemoteId, peer: RemoteId): void {
    const stream = this.#streams.get(id);
    const senders = this.#peers.get(peer)?.senders;
    const sink = stream?.fanOut instanceof VideoFanOut ? senders?.video : senders?.audio;
    if (!stream || !sink) return;
    stream.sinks.set(peer, sink);
    stream.fanOut.add(sink);
  }

  removeViewer(id: RemoteId, peer: RemoteId): void {
    const stream = this.#streams.get(id);
    const sink = stream?.sinks.get(peer);
    if (!stream || !sink) return;
    stream.sinks.delete(peer);
    stream.fanOut.remove(sink);
  }

  sendVideo(id: RemoteId, frame: EncodedVideoFrame, source: VideoSource): void {
    this.#video(id)?.send(frame, source);
    this.#report('frameDone', id, source);
  }

  sendAudio(id: RemoteId, frame: EncodedAudioFrame): void {
    const fanOut = this.#streams.get(id)?.fanOut;
    if (fanOut instanceof AudioFanOut) fanOut.send(frame);
    this.#report('frameDone', id, 'main');
  }

  sourceChanged(id: RemoteId, source: VideoSource): void {
    this.#video(id)?.sourceChanged(source);
  }

  removeStream(id: RemoteId): void {
    this.#streams.get(id)?.fanOut.close();
    this.#streams.delete(id);
  }

  #open(id: RemoteId, { kind, codec }: RemoteStreamOptions): VideoFanOut | AudioFanOut {
    if (kind === 'audio') return new AudioFanOut(codec);
    return new VideoFanOut({
      codec,
      onKeyFrameRequest: (source) => this.#report('keyFrameNeeded', id, source),
      onSmallNeeded: (isNeeded) => this.#report('smallNeeded', id, isNeeded),
    });
  }

  #video(id: RemoteId): VideoFanOut | undefined {
    const fanOut = this.#streams.get(id)?.fanOut;
    return fanOut instanceof VideoFanOut ? fanOut : undefined;
  }
}
