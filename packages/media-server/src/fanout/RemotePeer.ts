import { EventEmitter } from 'node:events';
import type { IceCandidate } from '../webrtc/iceCandidate.js';
import type { PeerStats } from '../webrtc/stats.js';
import type { WebRtcPeerEvents } from '../webrtc/WebRtcPeer.js';
import type { FanOutProcess, PeerListener } from './FanOutProcess.js';
import type { PeerEvent, RemoteId, RemotePeerOptions } from './messages.js';
import { RemoteSink } from './RemoteSink.js';

/** A peer in a process for viewers. It only watches: it sends nothing, and has no data channels. */
export class RemotePeer extends EventEmitter<WebRtcPeerEvents> implements PeerListener {
  readonly receivers = {};
  readonly senders: { video?: RemoteSink; audio?: RemoteSink } = {};
  readonly #process: FanOutProcess;
  readonly #id: RemoteId;
  /** When it is closed: what it had counted till then. */
  #lastStats: Promise<PeerStats> | undefined;

  constructor(process: FanOutProcess, options: RemotePeerOptions) {
    super();
    this.#process = process;
    this.#id = process.addPeer(this);
    const { udpMuxPort } = process;
    process.call('addPeer', this.#id, {
      ...options,
      ...(udpMuxPort !== undefined && { udpMuxPort }),
    });
  }

  /** As of `WebRtcPeer`. @throws FanOutError with the code of an SdpError or PeerError, or PROCESS_DIED */
  async processOffer(offer: string): Promise<string> {
    const { sdp, video, audio } = await this.#process.request('processOffer', this.#id, offer);
    if (video) this.senders.video = new RemoteSink(this.#process, this.#id, video);
    if (audio) this.senders.audio = new RemoteSink(this.#process, this.#id, audio);
    return sdp;
  }

  /** From now on candidates are events, those found before first. */
  gatherCandidates(): void {
    this.#process.call('gatherCandidates', this.#id);
  }

  /** The peer's candidate; ignored when of no use. */
  addIceCandidate({ candidate }: Pick<IceCandidate, 'candidate'>): void {
    this.#process.call('addIceCandidate', this.#id, { candidate });
  }

  /** @throws FanOutError PROCESS_DIED */
  getStats(): Promise<PeerStats> {
    return this.#lastStats ?? this.#process.request('getStats', this.#id);
  }

  told({ name, args }: PeerEvent): void {
    if (name === 'closed') this.close();
    else this.emit(name, ...(args as never));
  }

  lost(error: Error): void {
    this.emit('iceState', 'failed');
    this.emit('failed', error);
    this.close();
  }

  /** Ends the connection; idempotent. */
  close(): void {
    if (this.#lastStats) return;
    this.#lastStats = this.getStats();
    this.#lastStats.catch(() => {});
    this.#process.removePeer(this.#id);
    this.emit('closed');
    this.removeAllListeners();
  }
}
