import { timingSafeEqual } from 'node:crypto';
import { RtpError } from '../../rtp/errors.js';
import { isRtcp, payloadStart } from '../../rtp/packets/rtp.js';
import { authenticate, crypt } from './cipher.js';
import { PacketIndex } from './PacketIndex.js';
import { deriveKeys, RTP_TAG_BYTES, type CryptoSuite, type SessionKeys } from './SrtpKeys.js';

/** RTCP has the long tag in both suites (RFC 4568 section 6.2.2). */
const RTCP_TAG_BYTES = 10;
/** Before the encrypted part of RTCP: its first header and SSRC. */
const RTCP_CLEAR_BYTES = 8;
/** In front of the index of an RTCP packet: that it is encrypted. */
const ENCRYPTED = 0x8000_0000;
/** Sources of one side whose indices are kept; one that has authentic packets of more is broken. */
const MAX_SOURCES = 32;

/** What both directions need: keys, and the index of each source's packets. */
class SrtpContext {
  protected readonly rtp: SessionKeys;
  protected readonly rtcp: SessionKeys;
  protected readonly rtpTagBytes: number;
  readonly #sources = new Map<number, PacketIndex>();

  /** @param master Key and salt, {@link MASTER_BYTES} in all. */
  constructor(suite: CryptoSuite, master: Buffer) {
    this.rtp = deriveKeys(master, 'rtp');
    this.rtcp = deriveKeys(master, 'rtcp');
    this.rtpTagBytes = RTP_TAG_BYTES[suite];
  }

  protected source(ssrc: number): PacketIndex {
    return this.#sources.get(ssrc) ?? new PacketIndex();
  }

  protected keep(ssrc: number, source: PacketIndex): void {
    if (this.#sources.size < MAX_SOURCES) this.#sources.set(ssrc, source);
  }

  /** The tag covers the packet and how often its sequence number has wrapped. */
  protected rtpTag(packet: Buffer, index: number): Buffer {
    const rollOver = Buffer.alloc(4);
    rollOver.writeUInt32BE(Math.floor(index / 0x1_0000) >>> 0);
    return authenticate(this.rtp, this.rtpTagBytes, packet, rollOver);
  }
}

/** Encrypts what one side sends (RFC 3711). */
export class SrtpSender extends SrtpContext {
  #rtcpIndex = 0;

  /** A new packet; the given one stays as it is. */
  protect(packet: Buffer): Buffer {
    return isRtcp(packet) ? this.#protectRtcp(packet) : this.#protectRtp(packet);
  }

  #protectRtp(packet: Buffer): Buffer {
    const ssrc = packet.readUInt32BE(8);
    const source = this.source(ssrc);
    const index = source.estimate(packet.readUInt16BE(2));
    source.accept(index);
    this.keep(ssrc, source);
    const start = payloadStart(packet);
    const payload = crypt(this.rtp, ssrc, index, packet.subarray(start));
    const encrypted = Buffer.concat([packet.subarray(0, start), payload]);
    return Buffer.concat([encrypted, this.rtpTag(encrypted, index)]);
  }

  #protectRtcp(packet: Buffer): Buffer {
    const index = this.#rtcpIndex++;
    const clear = packet.subarray(0, RTCP_CLEAR_BYTES);
    const rest = packet.subarray(RTCP_CLEAR_BYTES);
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE((ENCRYPTED | index) >>> 0);
    const encrypted = crypt(this.rtcp, packet.readUInt32BE(4), index, rest);
    const tag = authenticate(this.rtcp, RTCP_TAG_BYTES, clear, encrypted, trailer);
    return Buffer.concat([clear, encrypted, trailer, tag]);
  }
}

/** Checks and decrypts what the other side sends (RFC 3711). */
export class SrtpReceiver extends SrtpContext {
  readonly #rtcpIndices = new PacketIndex();

  /** @throws RtpError SRTP_REFUSED for what is not authentic or was there before; RTP_MALFORMED */
  unprotect(packet: Buffer): Buffer {
    return isRtcp(packet) ? this.#unprotectRtcp(packet) : this.#unprotectRtp(packet);
  }

  #unprotectRtp(packet: Buffer): Buffer {
    const end = packet.length - this.rtpTagBytes;
    const encrypted = packet.subarray(0, Math.max(0, end));
    const start = payloadStart(encrypted);
    const ssrc = encrypted.readUInt32BE(8);
    const source = this.source(ssrc);
    const index = source.estimate(encrypted.readUInt16BE(2));
    if (index < 0 || source.isReplayed(index)) throw refused('it was there before');
    mustEqual(this.rtpTag(encrypted, index), packet.subarray(end));
    source.accept(index);
    this.keep(ssrc, source);
    const payload = crypt(this.rtp, ssrc, index, encrypted.subarray(start));
    return Buffer.concat([encrypted.subarray(0, start), payload]);
  }

  #unprotectRtcp(packet: Buffer): Buffer {
    const end = packet.length - RTCP_TAG_BYTES - 4;
    if (end < RTCP_CLEAR_BYTES) throw refused('it is too short');
    const trailer = packet.readUInt32BE(end);
    const tag = authenticate(this.rtcp, RTCP_TAG_BYTES, packet.subarray(0, end + 4));
    mustEqual(tag, packet.subarray(end + 4));
    const index = trailer & ~ENCRYPTED;
    if (this.#rtcpIndices.isReplayed(index)) throw refused('it was there before');
    this.#rtcpIndices.accept(index);
    if ((trailer & ENCRYPTED) === 0) return packet.subarray(0, end);
    const rest = packet.subarray(RTCP_CLEAR_BYTES, end);
    const clear = crypt(this.rtcp, packet.readUInt32BE(4), index, rest);
    return Buffer.concat([packet.subarray(0, RTCP_CLEAR_BYTES), clear]);
  }
}

function mustEqual(tag: Buffer, received: Buffer): void {
  if (tag.length !== received.length || !timingSafeEqual(tag, received)) {
    throw refused('it is not authentic');
  }
}

function refused(why: string): RtpError {
  return new RtpError('SRTP_REFUSED', `An SRTP packet was refused: ${why}.`);
}
