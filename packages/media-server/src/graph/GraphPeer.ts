import type { BaseRtpEndpoint } from '../elements/BaseRtpEndpoint.js';
import type { RtpPeer, RtpPeerEvents } from '../elements/media.js';
import type { MediaType, OfferOptions, Stats } from '../elements/types.js';
import type { MeteredPeer } from '../metrics/PeerMeter.js';
import type { PeerMedia } from '../webrtc/PeerMedia.js';
import type { MediaKind } from '../webrtc/sdp/negotiation.js';
import type { PeerStats } from '../webrtc/stats.js';
import type { PeerPart, ViewerSink } from './parts.js';
import { toKurentoStats } from './peerStats.js';

/** What a connection by WebRTC and one by RTP alone have in common. */
export interface PeerConnection extends MeteredPeer {
  readonly receivers: Readonly<PeerMedia['receivers']>;
  readonly senders: { readonly video?: ViewerSink; readonly audio?: ViewerSink };
  processOffer(sdp: string): Promise<string>;
  generateOffer(kinds: readonly MediaKind[]): Promise<string>;
  processAnswer(sdp: string): Promise<void>;
  getStats(): PeerStats | Promise<PeerStats>;
  close(): void;
  on(event: 'connectionState', listener: (state: string) => void): unknown;
  on(event: 'mediaState', listener: (state: 'connected' | 'disconnected') => void): unknown;
  on(event: 'failed', listener: (error: Error) => void): unknown;
  on(event: 'closed', listener: () => void): unknown;
}

/** An RTP connection in Kurento's words, and the streams that it gives to and takes from the graph. */
export class GraphPeer implements RtpPeer {
  readonly #connection: PeerConnection;
  readonly #endpoint: BaseRtpEndpoint;
  readonly #events: RtpPeerEvents;
  readonly #changed: () => void;
  #closed = false;

  /** `changed` is called when streams appeared or went. */
  constructor(
    endpoint: BaseRtpEndpoint,
    connection: PeerConnection,
    events: RtpPeerEvents,
    changed: () => void,
  ) {
    this.#endpoint = endpoint;
    this.#connection = connection;
    this.#events = events;
    this.#changed = changed;
    this.#forward();
  }

  get part(): PeerPart {
    const { receivers, senders } = this.#connection;
    const there = !this.#closed;
    return {
      kind: 'peer',
      video: there ? receivers.video : undefined,
      audio: there ? receivers.audio : undefined,
      videoSink: there ? senders.video : undefined,
      audioSink: there ? senders.audio : undefined,
      sendLimits: this.#endpoint.videoSendLimits,
    };
  }

  async processOffer(offer: string): Promise<string> {
    const answer = await this.#connection.processOffer(offer);
    this.#changed();
    return answer;
  }

  generateOffer({ offerToReceiveAudio, offerToReceiveVideo }: OfferOptions): Promise<string> {
    const kinds: MediaKind[] = [];
    if (offerToReceiveAudio) kinds.push('audio');
    if (offerToReceiveVideo) kinds.push('video');
    return this.#connection.generateOffer(kinds);
  }

  async processAnswer(answer: string): Promise<void> {
    await this.#connection.processAnswer(answer);
    this.#changed();
  }

  requestKeyFrame(): void {
    this.part.video?.requestKeyFrame();
  }

  async getStats(mediaType?: MediaType): Promise<Record<string, Stats>> {
    return toKurentoStats(this.#endpoint.id, await this.#connection.getStats(), mediaType);
  }

  close(): void {
    this.#connection.close();
  }

  #forward(): void {
    const connection = this.#connection;
    const events = this.#events;
    connection.on('connectionState', (state) =>
      events.connectionState(state === 'connected' ? 'CONNECTED' : 'DISCONNECTED'),
    );
    connection.on('mediaState', (state) =>
      events.mediaState(state === 'connected' ? 'CONNECTED' : 'DISCONNECTED'),
    );
    connection.on('failed', ({ message }) => events.failed(message));
    connection.on('closed', () => {
      this.#closed = true;
      events.mediaState('DISCONNECTED');
      events.connectionState('DISCONNECTED');
      this.#changed();
    });
  }
}
