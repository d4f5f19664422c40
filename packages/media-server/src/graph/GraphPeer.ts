import type { BaseRtpEndpoint } from '../elements/BaseRtpEndpoint.js';
import type { Peer, PeerEvents } from '../elements/media.js';
import type {
  IceCandidate,
  IceComponentState,
  MediaType,
  OfferOptions,
  Stats,
} from '../elements/types.js';
import type { MediaKind } from '../webrtc/sdp/negotiation.js';
import type { IceState } from '../webrtc/Transport.js';
import type { WebRtcPeer } from '../webrtc/WebRtcPeer.js';
import type { PeerPart } from './parts.js';
import { toKurentoStats } from './peerStats.js';

const iceStates: Readonly<Record<IceState, IceComponentState>> = {
  new: 'DISCONNECTED',
  checking: 'CONNECTING',
  connected: 'CONNECTED',
  completed: 'READY',
  disconnected: 'DISCONNECTED',
  failed: 'FAILED',
  closed: 'DISCONNECTED',
};

/** A WebRTC connection in Kurento's words, and the streams that it gives to and takes from the graph. */
export class GraphPeer implements Peer {
  readonly #peer: WebRtcPeer;
  readonly #endpoint: BaseRtpEndpoint;
  readonly #events: PeerEvents;
  readonly #changed: () => void;
  #closed = false;

  /** `changed` is called when streams appeared or went. */
  constructor(
    endpoint: BaseRtpEndpoint,
    peer: WebRtcPeer,
    events: PeerEvents,
    changed: () => void,
  ) {
    this.#endpoint = endpoint;
    this.#peer = peer;
    this.#events = events;
    this.#changed = changed;
    this.#forward();
  }

  get part(): PeerPart {
    const { receivers, senders } = this.#peer;
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
    const answer = await this.#peer.processOffer(offer);
    this.#changed();
    return answer;
  }

  generateOffer({ offerToReceiveAudio, offerToReceiveVideo }: OfferOptions): Promise<string> {
    const kinds: MediaKind[] = [];
    if (offerToReceiveAudio) kinds.push('audio');
    if (offerToReceiveVideo) kinds.push('video');
    return this.#peer.generateOffer(kinds);
  }

  async processAnswer(answer: string): Promise<void> {
    await this.#peer.processAnswer(answer);
    this.#changed();
  }

  gatherCandidates(): void {
    this.#events.iceState('GATHERING');
    this.#peer.gatherCandidates();
  }

  addIceCandidate(candidate: IceCandidate): void {
    this.#peer.addIceCandidate(candidate);
  }

  requestKeyFrame(): void {
    this.part.video?.requestKeyFrame();
  }

  async getStats(mediaType?: MediaType): Promise<Record<string, Stats>> {
    return toKurentoStats(this.#endpoint.id, this.#peer.getStats(), mediaType);
  }

  close(): void {
    this.#peer.close();
  }

  #forward(): void {
    const peer = this.#peer;
    const events = this.#events;
    peer.on('candidate', (candidate) => events.candidate(candidate));
    peer.on('gatheringDone', () => events.gatheringDone());
    peer.on('iceState', (state) => events.iceState(iceStates[state]));
    peer.on('dtlsState', (state) =>
      events.dtlsState(state.toUpperCase() as Uppercase<typeof state>),
    );
    peer.on('candidatePair', ({ local, remote }) => events.candidatePair(local, remote));
    peer.on('connectionState', (state) =>
      events.connectionState(state === 'connected' ? 'CONNECTED' : 'DISCONNECTED'),
    );
    peer.on('mediaState', (state) =>
      events.mediaState(state === 'connected' ? 'CONNECTED' : 'DISCONNECTED'),
    );
    peer.on('closed', () => {
      this.#closed = true;
      events.mediaState('DISCONNECTED');
      events.connectionState('DISCONNECTED');
      this.#changed();
    });
  }
}
