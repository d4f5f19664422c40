import { EventEmitter } from 'node:events';
import { networkInterfaces } from 'node:os';
import { SenderClock } from '../rtp/receive/SenderClock.js';
import { SdpError } from '../webrtc/errors.js';
import type { PeerMedia, VideoLimits } from '../webrtc/PeerMedia.js';
import { attribute, isRtp, parseDescription, parseError } from '../webrtc/sdp/description.js';
import type { MediaSection, SessionDescription } from '../webrtc/sdp/description.js';
import {
  agreeOn,
  remoteSsrcs,
  type MediaAgreement,
  type MediaKind,
} from '../webrtc/sdp/negotiation.js';
import type { PeerStats } from '../webrtc/stats.js';
import {
  isSecure,
  offeredCodecs,
  remoteAddress,
  writeRtpDescription,
  type LocalSection,
} from './rtpDescription.js';
import { RtpSession, type SessionAgreement } from './RtpSession.js';
import { createKey, readKey, type SdesKey } from './sdes.js';
import type { CryptoSuite } from './srtp/SrtpKeys.js';
import type { UdpPortsOptions } from './UdpPorts.js';

/** A peer that is not heard for longer has gone. */
const SILENCE_MS = 5000;

export interface RtpPeerOptions extends Pick<UdpPortsOptions, 'portRange'> {
  /** The local address to bind; all by default. */
  readonly bindAddress?: string | undefined;
  /** Stands in our descriptions instead of the address that we are bound to. */
  readonly announcedIp?: string | undefined;
  /** What we encrypt with, and then take nothing plain; without it we do as we are offered. The master key is a new one by default. */
  readonly crypto?: { readonly suite: CryptoSuite; readonly master?: Buffer | undefined };
  readonly videoRecvLimits?: VideoLimits;
}

export interface RtpPeerEvents {
  /** Both sides know each other's addresses; there is no more to know of a connection. */
  connectionState: [state: 'connected'];
  /** Whether the peer is heard, or has been silent for 5 s. */
  mediaState: [state: 'connected' | 'disconnected'];
  /** Somebody who took what came has thrown; the peer has closed itself. */
  failed: [error: Error];
  /** Nothing comes afterwards. */
  closed: [];
}

/** What another side is sent and sends by plain RTP or SRTP with keys in the SDP (SDES). */
export class RtpPeer extends EventEmitter<RtpPeerEvents> {
  readonly #options: RtpPeerOptions;
  readonly #senderClock = new SenderClock();
  readonly #sessions = new Map<MediaKind, RtpSession>();
  readonly #keys = new Map<MediaKind, SdesKey>();
  readonly #secondTimer: NodeJS.Timeout;
  #negotiation: 'none' | 'offered' | 'answered' = 'none';
  #heardAtMs: number | undefined;
  #isHeard = false;
  #closed = false;

  constructor(options: RtpPeerOptions = {}) {
    super();
    this.#options = options;
    this.#secondTimer = setInterval(() => this.#everySecond(), 1000).unref();
  }

  /** What the peer sends us; known once negotiated. */
  get receivers(): PeerMedia['receivers'] {
    return Object.assign({}, ...this.#media.map(({ receivers }) => receivers));
  }

  /** Where what we send goes; known once negotiated. */
  get senders(): PeerMedia['senders'] {
    return Object.assign({}, ...this.#media.map(({ senders }) => senders));
  }

  /** Answers an offer, each section in its own RTP session. @throws SdpError, PeerError */
  async processOffer(sdp: string): Promise<string> {
    if (this.#negotiation !== 'none') throw alreadyNegotiated();
    const offer = parseDescription(sdp);
    const agreed = offer.media.map((section) => this.#agree(section, offer));
    mustHaveMedia(agreed);
    this.#negotiation = 'answered';
    const sections: LocalSection[] = [];
    for (const [index, section] of offer.media.entries()) {
      sections.push(await this.#answer(section, agreed[index]));
    }
    this.emit('connectionState', 'connected');
    return writeRtpDescription(this.#address, sections);
  }

  /** @throws PeerError */
  async generateOffer(kinds: readonly MediaKind[] = ['audio', 'video']): Promise<string> {
    if (this.#negotiation !== 'none') throw alreadyNegotiated();
    this.#negotiation = 'offered';
    const sections: LocalSection[] = [];
    for (const kind of kinds) sections.push(await this.#offer(kind));
    return writeRtpDescription(this.#address, sections);
  }

  /** @throws SdpError */
  async processAnswer(sdp: string): Promise<void> {
    const answer = parseDescription(sdp);
    const agreed = answer.media.map((section) => this.#agree(section, answer));
    mustHaveMedia(agreed);
    this.#negotiation = 'answered';
    for (const agreement of agreed) {
      if (agreement) this.#sessions.get(agreement.media.kind)?.start(agreement);
    }
    this.emit('connectionState', 'connected');
  }

  /** What it has counted, also once it is closed. */
  counters(): Pick<PeerStats, 'inbound' | 'outbound'> {
    const counters = this.#media.map((media) => media.counters());
    return {
      inbound: Object.assign({}, ...counters.map(({ inbound }) => inbound)),
      outbound: Object.assign({}, ...counters.map(({ outbound }) => outbound)),
    };
  }

  getStats(): PeerStats {
    return { ...this.counters(), candidatePair: undefined, data: undefined };
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#secondTimer);
    for (const session of this.#sessions.values()) session.close();
    this.emit('closed');
    this.removeAllListeners();
  }

  get #media(): PeerMedia[] {
    return Array.from(this.#sessions.values(), ({ media }) => media);
  }

  /** Where others reach us. */
  get #address(): string {
    const { announcedIp, bindAddress } = this.#options;
    return announcedIp ?? bindAddress ?? firstAddress();
  }

  /** Undefined for a section that we refuse. */
  #agree(section: MediaSection, description: SessionDescription): SessionAgreement | undefined {
    const media = section.port === 0 ? undefined : agreeOn(section, description, 'sendrecv');
    const theirs = readKey(section);
    const secure = isSecure(section.protocol);
    const mustBeSecure = secure || this.#options.crypto !== undefined;
    if (!media || !isRtp(section.protocol) || (mustBeSecure && !(secure && theirs))) {
      return undefined;
    }
    const ours = theirs && this.#keyFor(media.kind, theirs);
    return {
      media,
      remote: remoteAddress(section, description),
      ssrcs: remoteSsrcs(description),
      keys: secure && ours ? { ours, theirs } : undefined,
    };
  }

  /** The one of our offer; in an answer one of the same suite as theirs. */
  #keyFor(kind: MediaKind, theirs: SdesKey): SdesKey {
    const key =
      this.#keys.get(kind) ?? createKey(theirs.suite, theirs.tag, this.#options.crypto?.master);
    this.#keys.set(kind, key);
    return key;
  }

  async #answer(
    section: MediaSection,
    agreement: SessionAgreement | undefined,
  ): Promise<LocalSection> {
    const { kind, protocol } = section;
    const mid = attribute(section.attributes, 'mid');
    if (!agreement || this.#sessions.has(agreement.media.kind)) {
      return { ...REFUSED, kind, protocol, mid };
    }
    const { media, remote, keys } = agreement;
    const session = await this.#open(media.kind);
    session.start(agreement);
    return {
      kind,
      protocol,
      mid,
      port: session.port,
      codecs: [media.codec],
      direction: directionOf(media),
      sharesPort: remote.port === remote.rtcpPort,
      key: keys?.ours,
      ssrc: media.sends ? session.media.ssrcs[media.kind] : undefined,
    };
  }

  async #offer(kind: MediaKind): Promise<LocalSection> {
    const { crypto } = this.#options;
    const key = crypto && createKey(crypto.suite, '1', crypto.master);
    if (key) this.#keys.set(kind, key);
    const session = await this.#open(kind);
    return {
      kind,
      port: session.port,
      protocol: key ? 'RTP/SAVPF' : 'RTP/AVPF',
      codecs: offeredCodecs(kind),
      direction: 'sendrecv',
      mid: undefined,
      sharesPort: false,
      key,
      ssrc: session.media.ssrcs[kind],
    };
  }

  async #open(kind: MediaKind): Promise<RtpSession> {
    const { bindAddress = '0.0.0.0', portRange, videoRecvLimits } = this.#options;
    const session = await RtpSession.open({
      bindAddress,
      senderClock: this.#senderClock,
      onHeard: () => this.#heard(),
      onFailed: (error) => this.#failed(error),
      ...(portRange && { portRange }),
      ...(videoRecvLimits && { videoRecvLimits }),
    });
    if (this.#closed) session.close();
    else this.#sessions.set(kind, session);
    return session;
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    this.emit('failed', error instanceof Error ? error : new Error(String(error)));
    this.close();
  }

  #heard(): void {
    this.#heardAtMs = performance.now();
    if (this.#isHeard) return;
    this.#isHeard = true;
    this.emit('mediaState', 'connected');
  }

  #everySecond(): void {
    for (const media of this.#media) media.sendReports();
    const silent = performance.now() - (this.#heardAtMs ?? Infinity) > SILENCE_MS;
    if (!silent || !this.#isHeard) return;
    this.#isHeard = false;
    this.emit('mediaState', 'disconnected');
  }
}

const REFUSED = {
  port: 0,
  codecs: [],
  direction: 'inactive',
  sharesPort: false,
  key: undefined,
  ssrc: undefined,
} as const;

function directionOf({ sends, receives }: MediaAgreement): LocalSection['direction'] {
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}

/** @throws SdpError SDP_PARSE_ERROR */
function mustHaveMedia(agreed: readonly unknown[]): void {
  if (agreed.some(Boolean)) return;
  throw parseError(
    'It has no RTP/AVP(F) or RTP/SAVP(F) section with a codec and a key that we know',
  );
}

function alreadyNegotiated(): SdpError {
  const message = 'This connection was negotiated before: make a new one.';
  return new SdpError('SDP_END_POINT_ALREADY_NEGOTIATED', message);
}

/** Of this machine in its network; loopback where it has none. */
function firstAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
