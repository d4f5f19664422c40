import { EventEmitter } from 'node:events';
import {
  PeerConnection,
  Video,
  cleanup,
  type DataChannel,
  type IceServer,
  type RtcConfig,
  type Track,
} from 'node-datachannel';
import { IceCandidateError, PeerError } from './errors.js';
import { usableCandidate } from './ice-candidate.js';
import { parseDescription, parseError } from './sdp/description.js';
import {
  readTransport,
  transportLines,
  type TransportParameters,
} from './sdp/transport-parameters.js';
import type { CandidatePair } from './stats.js';

export interface TransportOptions {
  /** `stun:host:port`, `turn:user:password@host:port` (UDP only). */
  readonly iceServers?: readonly (string | IceServer)[];
  /** The one local address to use; all but loopback by default. */
  readonly bindAddress?: string;
  /** UDP ports to choose from, both ends included. */
  readonly portRange?: { readonly begin: number; readonly end: number };
  /** One UDP port for all connections instead of one for each. */
  readonly udpMuxPort?: number;
}

export type IceState =
  'new' | 'checking' | 'connected' | 'completed' | 'disconnected' | 'failed' | 'closed';
export type ConnectionState =
  'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

interface TransportEvents {
  /** RTP or RTCP, decrypted. */
  packet: [data: Buffer];
  /** Packets can be sent from now on. */
  open: [];
  candidate: [candidate: string];
  gatheringDone: [];
  iceState: [state: IceState];
  connectionState: [state: ConnectionState];
  /** A listener threw; the transport closes itself. */
  failed: [error: Error];
}

/** A mid of our own: the native library never sees the peers' descriptions. */
const MID = 'media';
const MAX_EARLY_CANDIDATES = 64;

const open = new Set<Transport>();

/** Closes every transport and lets the process end. Nothing can be created afterwards. */
export function shutdownWebRtc(): void {
  for (const transport of open) transport.close();
  cleanup();
}

/**
 * ICE, DTLS and SRTP of one peer: one native PeerConnection with one media line, over which RTP
 * of any kind and number of streams goes both ways. The native library would route packets by
 * SSRC lines that an offer need not have; with one line it routes nothing.
 */
export class Transport extends EventEmitter<TransportEvents> {
  readonly #connection: PeerConnection;
  // Native objects fall silent when they are collected: they are held as long as the transport.
  readonly #track: Track;
  readonly #dataChannels: DataChannel[] = [];
  readonly #earlyCandidates: string[] = [];
  #hasRemote = false;
  #isOpen = false;
  #closed = false;

  /** @throws PeerError PEER_OPTIONS_INVALID */
  constructor(options: TransportOptions) {
    super();
    try {
      this.#connection = new PeerConnection('peer', nativeConfig(options));
    } catch (cause) {
      throw new PeerError(
        'PEER_OPTIONS_INVALID',
        'No connection can be made with these ICE servers, ports and address: check them.',
        { cause },
      );
    }
    const media = new Video(MID, 'SendRecv');
    media.addVP8Codec(96);
    this.#track = this.#connection.addTrack(media);
    this.#listen();
    open.add(this);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Connects as the offer's other side. @throws SdpError SDP_PARSE_ERROR */
  answer(remote: TransportParameters, hasData: boolean): TransportParameters {
    this.#setRemote(remote, 'offer', hasData);
    return this.#local('answer');
  }

  /** Our side, before the other one is known. */
  offer(): TransportParameters {
    return this.#local('offer');
  }

  /** Connects to who answered the offer. @throws SdpError SDP_PARSE_ERROR */
  answered(remote: TransportParameters): void {
    this.#setRemote(remote, 'answer', false);
  }

  /**
   * May come before the other side's parameters: the first 64 are kept, the rest are ignored.
   * @throws IceCandidateError
   */
  addCandidate(candidate: string): void {
    const usable = usableCandidate(candidate);
    if (!usable || this.#closed) return;
    if (this.#hasRemote) this.#addUsable(usable);
    else if (this.#earlyCandidates.length < MAX_EARLY_CANDIDATES)
      this.#earlyCandidates.push(usable);
  }

  /** Encrypts and sends a copy of an RTP or RTCP packet; false when it cannot. */
  send(packet: Buffer): boolean {
    if (!this.#isOpen) return false;
    try {
      return this.#track.sendMessageBinary(packet);
    } catch {
      // Closed by the other side, which its state change is about to tell; nothing else throws here.
      return false;
    }
  }

  candidatePair(): CandidatePair | undefined {
    const pair = this.#isOpen ? this.#connection.getSelectedCandidatePair() : undefined;
    return pair ? { local: pair.local.candidate, remote: pair.remote.candidate } : undefined;
  }

  /** Idempotent; no event comes afterwards. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#isOpen = false;
    open.delete(this);
    this.removeAllListeners();
    // Each of them keeps the process alive until it is closed.
    for (const channel of this.#dataChannels) channel.close();
    this.#track.close();
    this.#connection.close();
  }

  #listen(): void {
    const connection = this.#connection;
    const track = this.#track;
    track.onMessage(this.#guarded((data) => this.emit('packet', data)));
    track.onOpen(
      this.#guarded(() => {
        this.#isOpen = true;
        this.emit('open');
      }),
    );
    track.onClosed(this.#guarded(() => (this.#isOpen = false)));
    connection.onLocalCandidate(this.#guarded((candidate) => this.emit('candidate', candidate)));
    connection.onGatheringStateChange(
      this.#guarded((state) => {
        if (state === 'complete') this.emit('gatheringDone');
      }),
    );
    connection.onIceStateChange(this.#guarded((state) => this.emit('iceState', state as IceState)));
    connection.onStateChange(
      this.#guarded((state) => this.emit('connectionState', state as ConnectionState)),
    );
    connection.onDataChannel(this.#guarded((channel) => this.#ignoreMessages(channel)));
  }

  /** An error that reaches native code aborts the process, and no handler sees it. */
  #guarded<Args extends unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (this.#closed) return;
      try {
        callback(...args);
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        setImmediate(() => {
          this.emit('failed', failure);
          this.close();
        });
      }
    };
  }

  /** Unread messages would pile up in native memory. */
  #ignoreMessages(channel: DataChannel): void {
    channel.onMessage(() => {});
    this.#dataChannels.push(channel);
  }

  #setRemote(remote: TransportParameters, type: 'offer' | 'answer', hasData: boolean): void {
    try {
      this.#connection.setRemoteDescription(nativeDescription(remote, hasData), type);
    } catch (cause) {
      throw parseError('Its transport parameters were refused', cause);
    }
    this.#hasRemote = true;
    for (const candidate of this.#earlyCandidates.splice(0)) this.#addEarly(candidate);
  }

  #local(type: 'offer' | 'answer'): TransportParameters {
    this.#connection.setLocalDescription(type);
    return readTransport(parseDescription(this.#connection.localDescription()?.sdp ?? ''), 0);
  }

  /** A bad one that came before the description must not spoil it. */
  #addEarly(candidate: string): void {
    try {
      this.#addUsable(candidate);
    } catch (error) {
      if (!(error instanceof IceCandidateError)) throw error;
    }
  }

  #addUsable(candidate: string): void {
    try {
      this.#connection.addRemoteCandidate(candidate, MID);
    } catch (cause) {
      throw new IceCandidateError(`Not a usable ICE candidate: ${candidate}`, { cause });
    }
  }
}

function nativeConfig({
  iceServers,
  bindAddress,
  portRange,
  udpMuxPort,
}: TransportOptions): RtcConfig {
  const ports = udpMuxPort ? { begin: udpMuxPort, end: udpMuxPort } : portRange;
  return {
    iceServers: [...(iceServers ?? [])],
    disableAutoNegotiation: true,
    enableIceUdpMux: udpMuxPort !== undefined,
    ...(bindAddress && { bindAddress }),
    ...(ports && { portRangeBegin: ports.begin, portRangeEnd: ports.end }),
  };
}

/** The other side as the native library sees it: one line of media, whatever was negotiated. */
function nativeDescription(remote: TransportParameters, hasData: boolean): string {
  const media = [
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    `a=mid:${MID}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
  ];
  const data = [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'a=mid:data',
    'a=sctp-port:5000',
  ];
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${MID}${hasData ? ' data' : ''}`,
    ...media,
    ...transportLines(remote),
    ...(hasData ? [...data, ...transportLines(remote)] : []),
    '',
  ].join('\r\n');
}
