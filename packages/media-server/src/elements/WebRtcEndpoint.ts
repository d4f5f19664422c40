import { KurentoError } from '../protocol/errors.js';
import { BaseRtpEndpoint } from './BaseRtpEndpoint.js';
import type { ElementContext } from './context.js';
import type { Peer, PeerEvents } from './media.js';
import type { ElementParams } from './MediaElement.js';
import type {
  DtlsConnection,
  DtlsConnectionState,
  IceCandidate,
  IceCandidatePair,
  IceComponentState,
  IceConnection,
  MediaType,
  OfferOptions,
  Stats,
} from './types.js';

/** Constructor parameters. Certificates are always ECDSA, and packets are not marked (DSCP). */
export interface WebRtcEndpointParams extends ElementParams {
  readonly recvonly: boolean;
  readonly sendonly: boolean;
  readonly useDataChannels: boolean;
}

/** Everything is bundled over one transport with rtcp-mux: one stream, one component. */
const STREAM = 1;
const COMPONENT = 1;

/** One browser or other WebRTC peer: its media comes in and what it watches goes out. */
export class WebRtcEndpoint extends BaseRtpEndpoint {
  static override readonly qualifiedType = 'kurento.WebRtcEndpoint';

  /** Network settings count from the negotiation on, before the server's own; ICE is never over TCP. */
  networkInterfaces = '';
  iceTcp = false;
  stunServerAddress = '';
  stunServerPort = 3478;
  turnUrl = '';
  externalIPv4 = '';
  externalIPv6 = '';
  readonly recvonly: boolean;
  readonly sendonly: boolean;
  /** Whether our own offers have data channels; what others offer is taken. */
  readonly useDataChannels: boolean;
  #peer: Peer | undefined;
  #iceState: IceComponentState = 'DISCONNECTED';
  #dtlsState: DtlsConnectionState = 'NEW';
  #pair: IceCandidatePair | undefined;

  private constructor(context: ElementContext, params: WebRtcEndpointParams) {
    super(context, params.mediaPipeline);
    this.recvonly = params.recvonly;
    this.sendonly = params.sendonly;
    this.useDataChannels = params.useDataChannels;
  }

  static async create(
    context: ElementContext,
    params: WebRtcEndpointParams,
  ): Promise<WebRtcEndpoint> {
    const endpoint = new WebRtcEndpoint(context, params);
    endpoint.#peer = await endpoint.opening(() =>
      params.mediaPipeline.media.createPeer(endpoint, endpoint.#peerEvents()),
    );
    return endpoint;
  }

  get ICECandidatePairs(): IceCandidatePair[] {
    return this.#pair ? [this.#pair] : [];
  }

  get IceConnectionState(): IceConnection[] {
    return [{ streamId: String(STREAM), componentId: COMPONENT, state: this.#iceState }];
  }

  get DtlsConnectionState(): DtlsConnection[] {
    return [this.#dtlsConnection()];
  }

  gatherCandidates(): void {
    this.#connected.gatherCandidates();
  }

  /** A candidate that cannot be used is left out, as in Kurento: others may still do. */
  addIceCandidate(candidate: IceCandidate): void {
    try {
      this.#connected.addIceCandidate(candidate);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ICE_ADD_CANDIDATE_ERROR') throw error;
      this.log.debug({ err: error, endpoint: this.id }, 'candidate left out');
    }
  }

  /**
   * Opens a data channel, once negotiated; DataChannelOpened tells its id. Limits below 0 are none.
   * Throws MEDIA_OBJECT_OPERATION_NOT_SUPPORTED without data in the negotiation, and for one channel too many.
   */
  createDataChannel(
    label = '',
    ordered = true,
    maxPacketLifeTime = -1,
    maxRetransmits = -1,
    protocol = '',
  ): void {
    if (maxPacketLifeTime >= 0 && maxRetransmits >= 0) {
      const message = 'A data channel has a life time or a number of retransmissions, not both';
      throw new KurentoError('MEDIA_OBJECT_ILLEGAL_PARAM_ERROR', message);
    }
    try {
      this.#connected.createDataChannel({
        label,
        ordered,
        protocol,
        ...(maxPacketLifeTime >= 0 && { maxPacketLifeTime }),
        ...(maxRetransmits >= 0 && { maxRetransmits }),
      });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new KurentoError('MEDIA_OBJECT_OPERATION_NOT_SUPPORTED', message, { cause });
    }
  }

  /** Throws MEDIA_OBJECT_ILLEGAL_PARAM_ERROR for an unknown id. */
  closeDataChannel(channelId: number): void {
    if (this.#connected.closeDataChannel(channelId)) return;
    const message = `There is no data channel ${channelId}`;
    throw new KurentoError('MEDIA_OBJECT_ILLEGAL_PARAM_ERROR', message);
  }

  /** Asks the other side for a key frame. */
  requestKeyframe(): void {
    this.#connected.requestKeyFrame();
  }

  protected override countedStats(mediaType?: MediaType): Promise<Record<string, Stats>> {
    return this.#connected.getStats(mediaType);
  }

  protected override answer(offer: string): Promise<string> {
    return this.#connected.processOffer(offer);
  }

  protected override offer(options: OfferOptions): Promise<string> {
    return this.#connected.generateOffer(options);
  }

  protected override accept(answer: string): Promise<void> {
    return this.#connected.processAnswer(answer);
  }

  protected override async onRelease(): Promise<void> {
    await super.onRelease();
    await this.#peer?.close();
  }

  get #connected(): Peer {
    if (!this.#peer) throw new Error('The endpoint has no peer yet: make it with create()');
    return this.#peer;
  }

  #dtlsConnection(): DtlsConnection {
    return {
      streamId: String(STREAM),
      componentId: String(COMPONENT),
      connectionId: this.id,
      state: this.#dtlsState,
    };
  }

  #peerEvents(): PeerEvents {
    return {
      candidate: (candidate) => this.emit('IceCandidateFound', { candidate }),
      gatheringDone: () => this.emit('IceGatheringDone', {}),
      iceState: (state) => {
        this.#iceState = state;
        this.emit('IceComponentStateChanged', { streamId: STREAM, componentId: COMPONENT, state });
      },
      dtlsState: (state) => {
        this.#dtlsState = state;
        this.emit('DtlsConnectionStateChange', this.#dtlsConnection());
      },
      candidatePair: (localCandidate, remoteCandidate) => {
        this.#pair = {
          streamId: String(STREAM),
          componentId: COMPONENT,
          localCandidate,
          remoteCandidate,
        };
        this.emit('NewCandidatePairSelected', { candidatePair: this.#pair });
      },
      dataChannel: (change, channelId) =>
        this.emit(change === 'opened' ? 'DataChannelOpened' : 'DataChannelClosed', { channelId }),
      connectionState: (state) => this.setConnectionState(state),
      mediaState: (state) => this.setMediaState(state),
      failed: (reason) => this.connectionFailed(reason),
    };
  }
}
