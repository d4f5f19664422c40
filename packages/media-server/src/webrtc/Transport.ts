import { EventEmitter } from 'node:events';
import {
  PeerConnection,
  Video,
  cleanup,
  type DataChannel,
  type IceServer,
  type Track,
} from 'node-datachannel';
import { DataChannels, type DataChannelOptions } from './DataChannels.js';
import { IceCandidateError, PeerError } from './errors.js';
import { usableCandidate } from './iceCandidate.js';
import { releasePort, reservePort, type LocalPortOptions } from './localPort.js';
import { NATIVE_MID, nativeDescription } from './nativeDescription.js';
import { parseDescription, parseError } from './sdp/description.js';
import { readTransport, type TransportParameters } from './sdp/transportParameters.js';
import type { CandidatePair } from './stats.js';

export interface TransportOptions extends LocalPortOptions {
  /** `stun:host:port`, `turn:user:password@host:port` (UDP only). */
  readonly iceServers?: readonly (string | IceServer)[];
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

const MAX_EARLY_CANDIDATES = 64;
/** An id that peers, who count from 0, do not come to. */
const PLACEHOLDER_CHANNEL = 1022;

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
  readonly #options: TransportOptions;
  // Native objects fall silent when they are collected: they are held as long as the transport.
  #native: { readonly connection: PeerConnection; readonly track: Track } | undefined;
  readonly data = new DataChannels((callback) => this.#guarded(callback));
  #hasData = false;
  readonly #earlyCandidates: string[] = [];
  #placeholder: DataChannel | undefined;
  #port = 0;
  #hasRemote = false;
  #isOpen = false;
  #closed = false;

  constructor(options: TransportOptions) {
    super();
    this.#options = options;
    open.add(this);
  }

  /** Whether both sides agreed on data channels. */
  get hasData(): boolean {
    return this.#hasData;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Connects as the offer's other side. @throws SdpError SDP_PARSE_ERROR, PeerError */
  async answer(remote: TransportParameters, hasData: boolean): Promise<TransportParameters> {
    const connection = await this.#start();
    this.#hasData = hasData;
    this.#setRemote(connection, remote, 'offer');
    if (hasData) this.#prepareData(connection);
    return localParameters(connection, 'answer');
  }

  /** Our side, before the other one is known. @throws PeerError */
  async offer(hasData: boolean): Promise<TransportParameters> {
    const connection = await this.#start();
    if (hasData) this.#prepareData(connection);
    return localParameters(connection, 'offer');
  }

  /** Connects to who answered the {@link offer}. @throws SdpError SDP_PARSE_ERROR */
  answered(remote: TransportParameters, hasData: boolean): void {
    this.#hasData = hasData;
    if (this.#native) this.#setRemote(this.#native.connection, remote, 'answer');
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

  /** Those that stand in a description: a bad one must not spoil the rest. */
  addDescribedCandidates(candidates: readonly string[]): void {
    for (const candidate of candidates) {
      try {
        this.addCandidate(candidate);
      } catch (error) {
        if (!(error instanceof IceCandidateError)) throw error;
      }
    }
  }

  /** Encrypts and sends a copy of an RTP or RTCP packet; false when it cannot. */
  send(packet: Buffer): boolean {
    if (!this.#isOpen || !this.#native) return false;
    try {
      return this.#native.track.sendMessageBinary(packet);
    } catch {
      // Closed by the other side, which its state change is about to tell; nothing else throws here.
      return false;
    }
  }

  /**
   * Opens a data channel; it is known by its id once it is open.
   * @throws PeerError NO_DATA_CHANNELS, DATA_CHANNELS_FULL
   */
  createDataChannel({ label, ...config }: DataChannelOptions): void {
    if (!this.#native || !this.#hasData || this.#closed) {
      const message = 'No data channels were negotiated: offer them, or ask the peer to.';
      throw new PeerError('NO_DATA_CHANNELS', message);
    }
    const { connection } = this.#native;
    this.data.create(() => connection.createDataChannel(label, config));
  }

  candidatePair(): CandidatePair | undefined {
    const pair = this.#isOpen ? this.#native?.connection.getSelectedCandidatePair() : undefined;
    return pair ? { local: pair.local.candidate, remote: pair.remote.candidate } : undefined;
  }

  /** Idempotent; no event comes afterwards. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#isOpen = false;
    open.delete(this);
    this.removeAllListeners();
    this.data.closeAll();
    this.#placeholder?.close();
    this.#native?.track.close();
    this.#native?.connection.close();
    releasePort(this.#port);
  }

  /** @throws PeerError */
  async #start(): Promise<PeerConnection> {
    this.#port = await reservePort(this.#options);
    if (this.#closed) {
      releasePort(this.#port);
      throw new PeerError('PEER_CLOSED', 'The connection was closed while it was being made.');
    }
    const connection = this.#connect();
    const media = new Video(NATIVE_MID, 'SendRecv');
    media.addVP8Codec(96);
    const track = connection.addTrack(media);
    this.#native = { connection, track };
    this.#listen(connection, track);
    return connection;
  }

  #connect(): PeerConnection {
    const { iceServers, bindAddress, udpMuxPort } = this.#options;
    try {
      return new PeerConnection('peer', {
        iceServers: [...(iceServers ?? [])],
        disableAutoNegotiation: true,
        enableIceUdpMux: udpMuxPort !== undefined,
        ...(bindAddress && { bindAddress }),
        ...(this.#port && { portRangeBegin: this.#port, portRangeEnd: this.#port }),
      });
    } catch (cause) {
      const message = 'No connection can be made with these ICE servers: check them.';
      throw new PeerError('PEER_OPTIONS_INVALID', message, { cause });
    }
  }

  #listen(connection: PeerConnection, track: Track): void {
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
    connection.onDataChannel(this.#guarded((channel) => this.data.add(channel)));
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

  /** A channel that the peer is never told of: the native library offers data only with one, and it opens with SCTP. */
  #prepareData(connection: PeerConnection): void {
    const config = { negotiated: true, id: PLACEHOLDER_CHANNEL };
    this.#placeholder = connection.createDataChannel('', config);
    this.#placeholder.onOpen(this.#guarded(() => this.data.ready()));
  }

  #setRemote(
    connection: PeerConnection,
    remote: TransportParameters,
    type: 'offer' | 'answer',
  ): void {
    const description = nativeDescription(remote, this.#hasData);
    try {
      connection.setRemoteDescription(description, type);
    } catch (cause) {
      throw parseError('Its transport parameters were refused', cause);
    }
    this.#hasRemote = true;
    this.addDescribedCandidates(this.#earlyCandidates.splice(0));
  }

  #addUsable(candidate: string): void {
    try {
      this.#native?.connection.addRemoteCandidate(candidate, NATIVE_MID);
    } catch (cause) {
      throw new IceCandidateError(`Not a usable ICE candidate: ${candidate}`, { cause });
    }
  }
}

function localParameters(
  connection: PeerConnection,
  type: 'offer' | 'answer',
): TransportParameters {
  connection.setLocalDescription(type);
  return readTransport(parseDescription(connection.localDescription()?.sdp ?? ''), 0);
}
