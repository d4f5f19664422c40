import type { BaseRtpEndpoint } from '../elements/BaseRtpEndpoint.js';
import type { Peer, PeerEvents } from '../elements/media.js';
import type { DataChannelParams, IceCandidate, IceComponentState } from '../elements/types.js';
import type { PlacedPeer } from '../fanout/PlacedPeer.js';
import type { IceState } from '../webrtc/Transport.js';
import { GraphPeer } from './GraphPeer.js';

const iceStates: Readonly<Record<IceState, IceComponentState>> = {
  new: 'DISCONNECTED',
  checking: 'CONNECTING',
  connected: 'CONNECTED',
  completed: 'READY',
  disconnected: 'DISCONNECTED',
  failed: 'FAILED',
  closed: 'DISCONNECTED',
};

/** A WebRTC connection in Kurento's words. */
export class GraphWebRtcPeer extends GraphPeer implements Peer {
  readonly #connection: PlacedPeer;
  readonly #events: PeerEvents;

  /** `changed` is called when streams appeared or went. */
  constructor(
    endpoint: BaseRtpEndpoint,
    connection: PlacedPeer,
    events: PeerEvents,
    changed: () => void,
  ) {
    super(endpoint, connection, events, changed);
    this.#connection = connection;
    this.#events = events;
    connection.on('candidate', (candidate) => events.candidate(candidate));
    connection.on('gatheringDone', () => events.gatheringDone());
    connection.on('iceState', (state) => events.iceState(iceStates[state]));
    connection.on('dtlsState', (state) =>
      events.dtlsState(state.toUpperCase() as Uppercase<typeof state>),
    );
    connection.data.on('opened', (id) => events.dataChannel('opened', id));
    connection.data.on('closed', (id) => events.dataChannel('closed', id));
    connection.on('candidatePair', ({ local, remote }) => events.candidatePair(local, remote));
  }

  gatherCandidates(): void {
    this.#events.iceState('GATHERING');
    this.#connection.gatherCandidates();
  }

  createDataChannel({ label, ordered, ...lifetime }: DataChannelParams): void {
    this.#connection.createDataChannel({ label, unordered: !ordered, ...lifetime });
  }

  closeDataChannel(id: number): boolean {
    return this.#connection.data.close(id);
  }

  addIceCandidate(candidate: IceCandidate): void {
    this.#connection.addIceCandidate(candidate);
  }
}
