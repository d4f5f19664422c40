import { pipelineClockUs } from '../frames.js';
import { compactNtp, toNtp } from '../rtp/packets/ntp.js';
import { retransmission, type RetransmissionStream } from '../rtp/packets/retransmission.js';
import type { ReportBlock, RtcpPacket } from '../rtp/packets/rtcp.js';
import type { RtpPosition, RtpSink, RtpSinkListener } from '../rtp/send/RtpSink.js';
import type { CodecName } from './sdp/codec.js';
import type { MediaAgreement, MediaKind } from './sdp/negotiation.js';
import type { SendCounters } from './stats.js';
import type { PacketTransport } from './PeerMedia.js';

/** The stream that one peer receives from us. */
export class MediaSender implements RtpSink {
  readonly codec: CodecName;
  readonly payloadType: number;
  readonly ssrc: number;
  readonly playoutDelayId: number | undefined;
  listener: RtpSinkListener | undefined;
  position: RtpPosition | undefined;
  readonly #transport: PacketTransport;
  readonly #retransmission: RetransmissionStream | undefined;
  #retransmissions = 0;
  readonly #counters = {
    packetsSent: 0,
    bytesSent: 0,
    nackCount: 0,
    pliCount: 0,
    firCount: 0,
    remb: 0,
  };
  #report: ReportBlock | undefined;
  #roundTripSeconds = 0;

  constructor(
    transport: PacketTransport,
    { kind, codec, retransmissionType, playoutDelayId }: MediaAgreement,
    ssrcs: Readonly<Record<MediaKind | 'retransmission', number>>,
  ) {
    this.#transport = transport;
    this.codec = codec.name;
    this.payloadType = codec.payloadType;
    this.ssrc = ssrcs[kind];
    this.playoutDelayId = playoutDelayId;
    if (retransmissionType !== undefined) {
      this.#retransmission = { payloadType: retransmissionType, ssrc: ssrcs.retransmission };
    }
  }

  get isOpen(): boolean {
    return this.#transport.isOpen;
  }

  /** Whether any packet has gone out. */
  get hasSent(): boolean {
    return this.#counters.packetsSent > 0;
  }

  sendRtp(packet: Buffer): boolean {
    const sent = this.#transport.send(packet);
    if (sent) {
      this.#counters.packetsSent++;
      this.#counters.bytesSent += packet.length;
    }
    return sent;
  }

  sendAgain(packet: Buffer): boolean {
    const stream = this.#retransmission;
    return this.sendRtp(stream ? retransmission(packet, stream, this.#retransmissions++) : packet);
  }

  sendRtcp(packet: Buffer): void {
    this.#transport.send(packet);
  }

  /** RTCP from the peer, of which it takes what speaks of this stream. */
  receiveRtcp(packet: RtcpPacket): void {
    if (packet.type === 'SR' || packet.type === 'RR') {
      for (const report of packet.reports) if (report.ssrc === this.ssrc) this.#reported(report);
    } else if (this.#isAddressed(packet)) {
      this.#count(packet);
      this.listener?.onRtcp(packet);
    }
  }

  counters(): SendCounters {
    return {
      ssrc: this.ssrc,
      ...this.#counters,
      packetsLost: this.#report?.packetsLost ?? 0,
      fractionLost: this.#report?.fractionLost ?? 0,
      roundTripSeconds: this.#roundTripSeconds,
    };
  }

  #isAddressed(packet: RtcpPacket): boolean {
    if (packet.type === 'NACK' || packet.type === 'PLI') return packet.mediaSsrc === this.ssrc;
    if (packet.type === 'FIR' || packet.type === 'REMB')
      return packet.mediaSsrcs.includes(this.ssrc);
    return false;
  }

  #count(packet: RtcpPacket): void {
    if (packet.type === 'NACK') this.#counters.nackCount++;
    if (packet.type === 'PLI') this.#counters.pliCount++;
    if (packet.type === 'FIR') this.#counters.firCount++;
    if (packet.type === 'REMB') this.#counters.remb = packet.bitsPerSecond;
  }

  /** RFC 3550 section 6.4.1: now, less the time the peer held our report, less when we sent it. */
  #reported(report: ReportBlock): void {
    this.#report = report;
    if (report.lastSenderReport !== 0) {
      const now = compactNtp(toNtp(pipelineClockUs()));
      const ticks = (now - report.lastSenderReport - report.delaySinceLastSenderReport) | 0;
      this.#roundTripSeconds = Math.max(0, ticks / 65536);
    }
    this.listener?.onReport(report, this.#roundTripSeconds);
  }
}
