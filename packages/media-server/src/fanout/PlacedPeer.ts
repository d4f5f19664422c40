import { EventEmitter } from 'node:events';
import type { DataChannelOptions, DataChannels } from '../webrtc/DataChannels.js';
import { usableCandidate, type IceCandidate } from '../webrtc/iceCandidate.js';
import type { MediaKind } from '../webrtc/sdp/negotiation.js';
import type { PeerStats } from '../webrtc/stats.js';
import {
  PEER_EVENTS,
  WebRtcPeer,
  type WebRtcPeerEvents,
  type WebRtcPeerOptions,
} from '../webrtc/WebRtcPeer.js';
import type { FanOutProcess } from './FanOutProcess.js';
import type { FanOutProcesses } from './FanOutProcesses.js';
import { onlyWatches } from './onlyWatches.js';
import { RemotePeer } from './RemotePeer.js';

/** Candidates that are kept before it is known who takes them; further ones are left out. */
const MAX_EARLY_CANDIDATES = 64;

/**
 * A peer in this process, or, if its offer says that it only watches, in one for viewers. What it
 * offers and raises is that of a `WebRtcPeer`.
 */
export class PlacedPeer extends EventEmitter<WebRtcPeerEvents> {
  readonly #options: WebRtcPeerOptions;
  readonly #processes: FanOutProcesses;
  readonly #here: WebRtcPeer;
  #peer: WebRtcPeer | RemotePeer;
  #isPlaced = false;
  readonly #earlyCandidates: Pick<IceCandidate, 'candidate'>[] = [];
  #gathersEarly = false;

  constructor(options: WebRtcPeerOptions, processes: FanOutProcesses) {
    super();
    this.#options = options;
    this.#processes = processes;
    this.#here = WebRtcPeer.create(options);
    this.#peer = this.#here;
    this.#handOn(this.#here);
  }

  get data(): DataChannels {
    return this.#here.data;
  }

  get receivers(): WebRtcPeer['receivers'] {
    return this.#peer.receivers;
  }

  get senders(): WebRtcPeer['senders'] | RemotePeer['senders'] {
    return this.#peer.senders;
  }

  /** @throws SdpError, PeerError, FanOutError */
  processOffer(offer: string): Promise<string> {
    if (!this.#isPlaced) this.#place(onlyWatches(offer, this.#options.direction));
    return this.#peer.processOffer(offer);
  }

  /** @throws SdpError, PeerError */
  generateOffer(kinds?: readonly MediaKind[]): Promise<string> {
    if (!this.#isPlaced) this.#place(false);
    return this.#here.generateOffer(kinds);
  }

  /** @throws SdpError, PeerError */
  processAnswer(answer: string): Promise<void> {
    return this.#here.processAnswer(answer);
  }

  gatherCandidates(): void {
    if (this.#isPlaced) this.#peer.gatherCandidates();
    else this.#gathersEarly = true;
  }

  /** @throws IceCandidateError */
  addIceCandidate(candidate: Pick<IceCandidate, 'candidate'>): void {
    if (this.#isPlaced) this.#peer.addIceCandidate(candidate);
    else if (!usableCandidate(candidate.candidate)) return;
    else if (this.#earlyCandidates.length < MAX_EARLY_CANDIDATES)
      this.#earlyCandidates.push(candidate);
  }

  /** @throws PeerError NO_DATA_CHANNELS, DATA_CHANNELS_FULL */
  createDataChannel(options: DataChannelOptions): void {
    this.#here.createDataChannel(options);
  }

  /** @throws FanOutError PROCESS_DIED */
  getStats(): PeerStats | Promise<PeerStats> {
    return this.#peer.getStats();
  }

  /** What it has counted; undefined in a process for viewers, which tells that itself. */
  counters(): ReturnType<WebRtcPeer['counters']> | undefined {
    return this.#peer instanceof WebRtcPeer ? this.#peer.counters() : undefined;
  }

  /** Ends the connection; idempotent. */
  close(): void {
    this.#isPlaced = true;
    this.#peer.close();
  }

  #place(isViewer: boolean): void {
    this.#isPlaced = true;
    const process = isViewer ? this.#processes.next() : undefined;
    if (process) this.#moveTo(process);
    else if (isViewer) this.#processes.keep(this.#here);
    if (this.#gathersEarly) this.#peer.gatherCandidates();
    for (const candidate of this.#earlyCandidates.splice(0)) this.#peer.addIceCandidate(candidate);
  }

  #moveTo(process: FanOutProcess): void {
    // Options may still have changed up to now.
    const { iceServers, bindAddress, announcedIp, direction } = this.#options;
    this.#peer = new RemotePeer(process, {
      bindAddress,
      announcedIp,
      ...(iceServers && { iceServers }),
      ...(direction && { direction }),
    });
    this.#here.removeAllListeners();
    this.#here.close();
    this.#handOn(this.#peer);
  }

  #handOn(peer: WebRtcPeer | RemotePeer): void {
    for (const name of PEER_EVENTS) {
      peer.on(name, (...args: unknown[]) => this.emit(name, ...(args as never)));
    }
  }
}
