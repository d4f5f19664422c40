import { EventEmitter } from 'node:events';
import { RtpError } from '../rtp/errors.js';
import { parseRtcp, type RtcpPacket } from '../rtp/packets/rtcp.js';
import { isRtcp, parseRtp } from '../rtp/packets/rtp.js';
import type { AudioReceiver } from '../rtp/receive/AudioReceiver.js';
import type { VideoReceiver } from '../rtp/receive/VideoReceiver.js';
import type { DataChannelOptions, DataChannels } from './DataChannels.js';
import { PeerError, SdpError } from './errors.js';
import type { IceCandidate } from './iceCandidate.js';
import { LocalCandidates } from './LocalCandidates.js';
import type { MediaSender } from './MediaSender.js';
import { PeerMedia, type VideoLimits } from './PeerMedia.js';
import { parseDescription } from './sdp/description.js';
import {
  agreedMedia,
  negotiate,
  remoteSsrcs,
  transportSection,
  type MediaDirection,
  type MediaKind,
} from './sdp/negotiation.js';
import { readCandidates, readTransport } from './sdp/transportParameters.js';
import { writeAnswer, writeOffer, writeRefusal } from './sdp/writer.js';
import type { CandidatePair, PeerStats } from './stats.js';
import {
  Transport,
  type ConnectionState,
  type IceState,
  type TransportOptions,
} from './Transport.js';

/** A peer that is not heard for longer has gone: browsers send reports at least every second. */
const SILENCE_MS = 5000;
/** Likewise one that is sent media and has never reported on it. */
const MAX_MUTE_SECONDS = 5;

export interface WebRtcPeerOptions extends TransportOptions {
  /** Stands in our host candidates instead of the address that we are bound to. */
  readonly announcedIp?: string | undefined;
  /** Whether our own offers have data channels; what others offer is taken. */
  readonly offersData?: boolean;
  /** Asked for every second; by default up to 2,000,000. */
  readonly videoRecvLimits?: VideoLimits;
  /** Of our side; `sendrecv` by default. */
  readonly direction?: MediaDirection;
}

export type DtlsState = 'connecting' | 'connected' | 'failed' | 'closed';

export interface WebRtcPeerEvents {
  candidate: [candidate: IceCandidate];
  gatheringDone: [];
  iceState: [state: IceState];
  dtlsState: [state: DtlsState];
  candidatePair: [pair: CandidatePair];
  /** `disconnected` also when the peer has been sent media for 5 s and was never heard. */
  connectionState: [state: ConnectionState];
  /** Whether the peer is heard: its first packet, then its goodbye or 5 s of silence, then a packet again. */
  mediaState: [state: 'connected' | 'disconnected'];
  /** A listener of this peer or of its receivers threw; the peer has closed itself. */
  failed: [error: Error];
  /** By either side; nothing comes afterwards. */
  closed: [];
}

/** All of them, for whoever hands them on. */
export const PEER_EVENTS = [
  'candidate',
  'gatheringDone',
  'iceState',
  'dtlsState',
  'candidatePair',
  'connectionState',
  'mediaState',
  'failed',
  'closed',
] as const satisfies (keyof WebRtcPeerEvents)[];

/** One WebRTC connection: negotiates, receives frames, and is the sink of what is sent to it. */
export class WebRtcPeer extends EventEmitter<WebRtcPeerEvents> {
  readonly #options: WebRtcPeerOptions;
  readonly #transport: Transport;
  readonly #media: PeerMedia;
  readonly #secondTimer: NodeJS.Timeout;
  readonly #candidates: LocalCandidates;
  #negotiation: 'none' | 'offered' | 'answered' = 'none';
  #offeredByUs = false;
  #dtls: DtlsState | undefined;
  #heardAtMs: number | undefined;
  /** In which it was sent media, before it was first heard. */
  #muteSeconds = 0;
  #isHeard = false;
  #closed = false;

  static create(options: WebRtcPeerOptions = {}): WebRtcPeer {
    return new WebRtcPeer(options, new Transport(options));
  }

  private constructor(options: WebRtcPeerOptions, transport: Transport) {
    super();
    this.#options = options;
    this.#transport = transport;
    this.#media = new PeerMedia(transport, options.videoRecvLimits);
    this.#secondTimer = setInterval(() => this.#everySecond(), 1000).unref();
    transport.on('packet', (data) => this.#receive(data));
    transport.on('open', () => this.#opened());
    this.#candidates = new LocalCandidates(() => options.announcedIp, {
      candidate: (candidate) => this.emit('candidate', candidate),
      gatheringDone: () => this.emit('gatheringDone'),
    });
    transport.on('candidate', (candidate) => this.#candidates.found(candidate));
    transport.on('gatheringDone', () => this.#candidates.done());
    transport.on('iceState', (state) => this.#iceChanged(state));
    transport.on('connectionState', (state) => this.#connectionChanged(state));
    transport.on('failed', (error) => {
      this.emit('failed', error);
      this.close();
    });
  }

  /** Messages, and which channels there are. */
  get data(): DataChannels {
    return this.#transport.data;
  }

  /** What the peer sends us; known once negotiated. */
  get receivers(): { readonly video?: VideoReceiver; readonly audio?: AudioReceiver } {
    return this.#media.receivers;
  }

  /** Where what we send goes; known once negotiated. */
  get senders(): { readonly video?: MediaSender; readonly audio?: MediaSender } {
    return this.#media.senders;
  }

  /**
   * Answers an offer, without candidates: they come as events after {@link gatherCandidates}. As in
   * Kurento an offer of which nothing can be taken is answered by a refusal of each section, if it has any.
   * @throws SdpError, PeerError
   */
  async processOffer(sdp: string): Promise<string> {
    this.#mustBeNew();
    const offer = parseDescription(sdp);
    const sections = negotiate(offer, this.#options.direction ?? 'sendrecv');
    if (sections.every(({ accepted }) => !accepted)) {
      this.#negotiation = 'answered';
      return writeRefusal(sections);
    }
    const index = transportSection(sections);
    const remote = readTransport(offer, index);
    this.#candidates.bundle = { mid: sections[index]?.mid ?? '', index };
    this.#media.avoidSsrcs(remoteSsrcs(offer));
    const hasData = sections.some(({ accepted }) => accepted === 'data');
    this.#negotiation = 'answered';
    const transport = await this.#transport.answer(remote, hasData);
    this.#transport.addDescribedCandidates(readCandidates(offer, index));
    this.#media.start(agreedMedia(sections));
    return writeAnswer(sections, { transport, ssrcs: this.#media.ssrcs });
  }

  /**
   * An offer of ours, without candidates.
   * @throws SdpError, PeerError
   */
  async generateOffer(kinds: readonly MediaKind[] = ['audio', 'video']): Promise<string> {
    this.#mustBeNew();
    this.#negotiation = 'offered';
    this.#offeredByUs = true;
    const { offersData = false } = this.#options;
    const transport = await this.#transport.offer(offersData);
    const direction = this.#options.direction ?? 'sendrecv';
    return writeOffer(kinds, direction, { transport, ssrcs: this.#media.ssrcs }, offersData);
  }

  /** @throws SdpError, PeerError */
  async processAnswer(sdp: string): Promise<void> {
    this.#mustAwaitAnswer();
    const answer = parseDescription(sdp);
    const sections = negotiate(answer, this.#options.direction ?? 'sendrecv');
    const index = transportSection(sections);
    const hasData = sections.some(({ accepted }) => accepted === 'data');
    this.#transport.answered(readTransport(answer, index), hasData);
    this.#negotiation = 'answered';
    this.#transport.addDescribedCandidates(readCandidates(answer, index));
    this.#media.start(agreedMedia(sections));
  }

  /** From now on candidates are events, those found before first. */
  gatherCandidates(): void {
    this.#candidates.tell();
  }

  /**
   * The peer's candidate, before or after its description; ignored when of no use or when closed.
   * @throws IceCandidateError
   */
  addIceCandidate({ candidate }: Pick<IceCandidate, 'candidate'>): void {
    this.#transport.addCandidate(candidate);
  }

  /**
   * Opens a data channel; it is known by its id once it is open.
   * @throws PeerError NO_DATA_CHANNELS, DATA_CHANNELS_FULL
   */
  createDataChannel(options: DataChannelOptions): void {
    this.#transport.createDataChannel(options);
  }

  /** What it has counted, also once it is closed. */
  counters(): Pick<PeerStats, 'inbound' | 'outbound'> {
    return this.#media.counters();
  }

  getStats(): PeerStats {
    const { hasData, data } = this.#transport;
    return {
      ...this.counters(),
      candidatePair: this.#transport.candidatePair(),
      data: hasData ? { ...data.totals, channels: data.counters() } : undefined,
    };
  }

  /** Ends the connection and its receivers; idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#secondTimer);
    this.#media.close();
    this.#transport.close();
    this.emit('closed');
    this.removeAllListeners();
  }

  #mustBeNew(): void {
    this.#mustBeOpen();
    if (this.#negotiation === 'none') return;
    throw new SdpError(
      'SDP_END_POINT_ALREADY_NEGOTIATED',
      'This connection was negotiated before: make a new one.',
    );
  }

  #mustAwaitAnswer(): void {
    this.#mustBeOpen();
    if (!this.#offeredByUs) {
      const message = 'There is no offer that this could answer: generate one first.';
      throw new SdpError('SDP_END_POINT_NOT_OFFER_GENERATED', message);
    }
    if (this.#negotiation === 'answered') {
      const message = 'The offer was answered before: make a new connection.';
      throw new SdpError('SDP_END_POINT_ANSWER_ALREADY_PROCCESED', message);
    }
  }

  #mustBeOpen(): void {
    if (!this.#closed) return;
    throw new PeerError('PEER_CLOSED', 'The connection is closed: make a new one.');
  }

  #iceChanged(state: IceState): void {
    this.emit('iceState', state);
    if (state === 'connected' && !this.#dtls) this.#dtlsChanged('connecting');
  }

  #connectionChanged(state: ConnectionState): void {
    if (state === 'failed' && this.#dtls === 'connecting') this.#dtlsChanged('failed');
    if (state === 'closed' && this.#dtls) this.#dtlsChanged('closed');
    this.emit('connectionState', state);
    if (state === 'closed') this.close();
  }

  #dtlsChanged(state: DtlsState): void {
    if (state === this.#dtls) return;
    this.#dtls = state;
    this.emit('dtlsState', state);
  }

  #opened(): void {
    this.#dtlsChanged('connected');
    const pair = this.#transport.candidatePair();
    if (pair) this.emit('candidatePair', pair);
    this.#media.opened();
  }

  /** A malformed packet is dropped: it must not cost more than itself. */
  #receive(data: Buffer): void {
    try {
      this.#heard();
      if (isRtcp(data)) for (const packet of parseRtcp(data)) this.#receiveRtcp(packet);
      else this.#media.receiveRtp(parseRtp(data), data.length);
    } catch (error) {
      if (!(error instanceof RtpError)) throw error;
    }
  }

  #receiveRtcp(packet: RtcpPacket): void {
    if (this.#media.isGoodbye(packet)) this.#fellSilent();
    this.#media.receiveRtcp(packet);
  }

  #heard(): void {
    this.#heardAtMs = performance.now();
    if (this.#isHeard) return;
    this.#isHeard = true;
    if (this.#muteSeconds >= MAX_MUTE_SECONDS) this.emit('connectionState', 'connected');
    this.#muteSeconds = 0;
    this.emit('mediaState', 'connected');
  }

  #everySecond(): void {
    this.#media.sendReports();
    if (this.#heardAtMs === undefined) this.#missed();
    else if (performance.now() - this.#heardAtMs > SILENCE_MS) this.#fellSilent();
  }

  /** What it was sent would have been reported on by now, if it were there. */
  #missed(): void {
    if (!this.#media.hasSent || ++this.#muteSeconds !== MAX_MUTE_SECONDS) return;
    this.emit('connectionState', 'disconnected');
  }

  #fellSilent(): void {
    if (!this.#isHeard) return;
    this.#isHeard = false;
    this.emit('mediaState', 'disconnected');
  }
}
