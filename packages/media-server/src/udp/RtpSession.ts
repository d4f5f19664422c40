import { RtpError } from '../rtp/errors.js';
import { parseRtcp } from '../rtp/packets/rtcp.js';
import { isRtcp, parseRtp } from '../rtp/packets/rtp.js';
import type { SenderClock } from '../rtp/receive/SenderClock.js';
import { PeerMedia, type PacketTransport, type VideoLimits } from '../webrtc/PeerMedia.js';
import type { MediaAgreement } from '../webrtc/sdp/negotiation.js';
import type { SdesKey } from './sdes.js';
import { SrtpReceiver, SrtpSender } from './srtp/Srtp.js';
import { UdpPorts, type RtpAddress, type UdpPortsOptions } from './UdpPorts.js';

/** What both sides have agreed on for one m= section. */
export interface SessionAgreement {
  readonly media: MediaAgreement;
  readonly remote: RtpAddress;
  /** Sources that the other side has named. */
  readonly ssrcs: ReadonlySet<number>;
  /** Undefined for plain RTP. */
  readonly keys: { readonly ours: SdesKey; readonly theirs: SdesKey } | undefined;
}

export interface RtpSessionOptions extends UdpPortsOptions {
  /** Shared by the sessions of one peer, so that its sound and pictures stay in step. */
  readonly senderClock: SenderClock;
  readonly videoRecvLimits?: VideoLimits;
  /** A packet has come. */
  readonly onHeard: () => void;
  /** Somebody who took what came has thrown. */
  readonly onFailed: (error: unknown) => void;
}

/** One stream of sound or pictures in both directions over UDP, encrypted if agreed. */
export class RtpSession implements PacketTransport {
  readonly media: PeerMedia;
  readonly #ports: UdpPorts;
  readonly #onHeard: () => void;
  readonly #onFailed: (error: unknown) => void;
  #remote: RtpAddress | undefined;
  #srtp: { readonly sender: SrtpSender; readonly receiver: SrtpReceiver } | undefined;

  private constructor(ports: UdpPorts, options: RtpSessionOptions) {
    this.#ports = ports;
    this.#onHeard = options.onHeard;
    this.#onFailed = options.onFailed;
    this.media = new PeerMedia(this, options.videoRecvLimits, options.senderClock);
  }

  /** @throws PeerError PEER_TRANSPORT_FAILED */
  static async open(options: RtpSessionOptions): Promise<RtpSession> {
    return new RtpSession(await UdpPorts.bind(options), options);
  }

  get port(): number {
    return this.#ports.port;
  }

  get isOpen(): boolean {
    return this.#remote !== undefined;
  }

  start({ media, remote, ssrcs, keys }: SessionAgreement): void {
    this.#srtp = keys && {
      sender: new SrtpSender(keys.ours.suite, keys.ours.master),
      receiver: new SrtpReceiver(keys.theirs.suite, keys.theirs.master),
    };
    this.#remote = remote;
    this.media.avoidSsrcs(ssrcs);
    this.media.start([media]);
    this.#ports.onPacket((packet) => this.#receive(packet));
    this.media.opened();
  }

  /** Of a fan-out that uses its buffers again: sends a copy. */
  send(packet: Buffer): boolean {
    if (!this.#remote) return false;
    this.#ports.send(this.#srtp?.sender.protect(packet) ?? Buffer.from(packet), this.#remote);
    return true;
  }

  /** Idempotent. */
  close(): void {
    this.media.close();
    this.#remote = undefined;
    this.#ports.close();
  }

  /** What is malformed or not authentic is dropped: it must not cost more than itself. */
  #receive(data: Buffer): void {
    try {
      const packet = this.#srtp?.receiver.unprotect(data) ?? data;
      if (isRtcp(packet)) for (const part of parseRtcp(packet)) this.media.receiveRtcp(part);
      else this.media.receiveRtp(parseRtp(packet), packet.length);
      this.#onHeard();
    } catch (error) {
      if (!(error instanceof RtpError)) this.#onFailed(error);
    }
  }
}
