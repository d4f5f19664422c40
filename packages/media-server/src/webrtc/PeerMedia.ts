import type { AudioCodecName, VideoCodecName } from '../frames.js';
import type { RtcpPacket } from '../rtp/packets/rtcp.js';
import {
  goodbye,
  receiverEstimatedMaxBitrate,
  receiverReport,
  sourceDescription,
} from '../rtp/packets/rtcpWriter.js';
import type { RtpPacket } from '../rtp/packets/rtp.js';
import { AudioReceiver } from '../rtp/receive/AudioReceiver.js';
import { allowedBitrate } from '../rtp/receive/bitrateRamp.js';
import { SenderClock } from '../rtp/receive/SenderClock.js';
import { VideoReceiver } from '../rtp/receive/VideoReceiver.js';
import { AUDIO_SSRC, CNAME, RETRANSMISSION_SSRC, VIDEO_SSRC } from '../rtp/send/RtpSink.js';
import { MediaSender } from './MediaSender.js';
import type { MediaAgreement, MediaKind } from './sdp/negotiation.js';
import type { PeerStats } from './stats.js';

/** What carries the packets. */
export interface PacketTransport {
  /** Whether packets can be sent now. */
  readonly isOpen: boolean;
  /** Sends a copy of an RTP or RTCP packet; false when it cannot. */
  send(packet: Buffer): boolean;
}

/** What a peer may and should send as video, bits per second; undefined where there is no limit. */
export type VideoLimits = () => {
  readonly min: number | undefined;
  readonly max: number | undefined;
};

/** What a camera may send when nobody says otherwise, bits per second. */
const DEFAULT_MAX_BITRATE = 2_000_000;

/** The streams of one peer in both directions, and the RTCP about them. */
export class PeerMedia {
  readonly receivers: { video?: VideoReceiver; audio?: AudioReceiver } = {};
  readonly senders: { video?: MediaSender; audio?: MediaSender } = {};
  #ssrcs = { video: VIDEO_SSRC, audio: AUDIO_SSRC, retransmission: RETRANSMISSION_SSRC };
  readonly #transport: PacketTransport;
  readonly #videoRecvLimits: VideoLimits | undefined;
  readonly #senderClock: SenderClock;
  #sendsRemb = false;
  #remb = 0;
  #rampStartMs: number | undefined;

  constructor(
    transport: PacketTransport,
    videoRecvLimits: VideoLimits | undefined,
    senderClock = new SenderClock(),
  ) {
    this.#senderClock = senderClock;
    this.#transport = transport;
    this.#videoRecvLimits = videoRecvLimits;
  }

  /** The sources of what we send. */
  get ssrcs(): Readonly<Record<MediaKind | 'retransmission', number>> {
    return this.#ssrcs;
  }

  /** Takes other sources than the usual ones where the peer uses those itself. */
  avoidSsrcs(taken: ReadonlySet<number>): void {
    let { video, audio, retransmission } = this.#ssrcs;
    while (taken.has(video) || taken.has(audio) || taken.has(retransmission)) {
      video += 3;
      audio += 3;
      retransmission += 3;
    }
    this.#ssrcs = { video, audio, retransmission };
  }

  /** Whether the peer was sent any media. */
  get hasSent(): boolean {
    const { video, audio } = this.senders;
    return (video?.hasSent ?? false) || (audio?.hasSent ?? false);
  }

  start(agreements: readonly MediaAgreement[]): void {
    for (const agreement of agreements) this.#startOne(agreement);
  }

  opened(): void {
    this.senders.video?.listener?.onOpen();
    this.senders.audio?.listener?.onOpen();
  }

  /** Within one transport a payload type belongs to one stream (RFC 9143 section 10.1). */
  receiveRtp(packet: RtpPacket, size: number): void {
    const { video, audio } = this.receivers;
    if (packet.payloadType === video?.payloadType) video.receive(packet, size);
    else if (packet.payloadType === audio?.payloadType) audio.receive(packet, size);
  }

  receiveRtcp(packet: RtcpPacket): void {
    if (packet.type === 'SR') {
      this.#senderClock.senderReport(packet);
      this.receivers.video?.receiveSenderReport(packet);
      this.receivers.audio?.receiveSenderReport(packet);
    }
    this.senders.video?.receiveRtcp(packet);
    this.senders.audio?.receiveRtcp(packet);
  }

  /** Receiver reports, and what video rate we allow; call it every second. */
  sendReports(): void {
    const { video, audio } = this.receivers;
    const reports = [video?.reportBlock(), audio?.reportBlock()].filter((report) => !!report);
    if (reports.length === 0) return;
    const { video: ssrc } = this.#ssrcs;
    const packets = [receiverReport(ssrc, reports), sourceDescription(ssrc, CNAME)];
    const videoSsrc = video?.counters().ssrc;
    if (this.#sendsRemb && videoSsrc !== undefined) {
      this.#remb = this.#allowedBitrate();
      packets.push(receiverEstimatedMaxBitrate(ssrc, [videoSsrc], this.#remb));
    }
    this.#transport.send(Buffer.concat(packets));
  }

  counters(): Pick<PeerStats, 'inbound' | 'outbound'> {
    const { video, audio } = countersOf(this.receivers);
    return {
      inbound: {
        ...(video && { video: { ...video, remb: this.#remb } }),
        ...(audio && { audio: { ...audio, remb: 0 } }),
      },
      outbound: countersOf(this.senders),
    };
  }

  /** Whether everything that the peer sent has ended. */
  isGoodbye(packet: RtcpPacket): boolean {
    if (packet.type !== 'BYE') return false;
    const heard = [this.receivers.video, this.receivers.audio].flatMap(
      (receiver) => receiver?.counters().ssrc ?? [],
    );
    return heard.every((ssrc) => packet.ssrcs.includes(ssrc));
  }

  /** Says goodbye, as the native library often fails to: a peer that only gets silence waits for long. */
  close(): void {
    const { video, audio } = this.#ssrcs;
    this.#transport.send(Buffer.concat([receiverReport(video, []), goodbye([video, audio])]));
    this.receivers.video?.close();
    this.receivers.audio?.close();
  }

  #allowedBitrate(): number {
    this.#rampStartMs ??= performance.now();
    const { min = 0, max = DEFAULT_MAX_BITRATE } = this.#videoRecvLimits?.() ?? {};
    const allowed = allowedBitrate(max, performance.now() - this.#rampStartMs);
    return Math.min(max, Math.max(min, allowed));
  }

  #startOne(agreement: MediaAgreement): void {
    const { kind, codec, sends, receives } = agreement;
    if (sends) this.senders[kind] = new MediaSender(this.#transport, agreement, this.#ssrcs);
    if (!receives) return;
    const options = { payloadType: codec.payloadType, senderClock: this.#senderClock };
    if (kind === 'audio') {
      this.receivers.audio = new AudioReceiver({ ...options, codec: codec.name as AudioCodecName });
      return;
    }
    this.#sendsRemb = codec.feedback.includes('goog-remb');
    this.receivers.video = new VideoReceiver({
      ...options,
      codec: codec.name as VideoCodecName,
      localSsrc: this.#ssrcs.video,
      feedback: {
        nack: codec.feedback.includes('nack'),
        pli: codec.feedback.includes('nack pli'),
        fir: codec.feedback.includes('ccm fir'),
      },
      sendRtcp: (packet) => this.#transport.send(packet),
    });
  }
}

function countersOf<C>(parts: {
  readonly video?: { counters(): C };
  readonly audio?: { counters(): C };
}): { video?: C; audio?: C } {
  return {
    ...(parts.video && { video: parts.video.counters() }),
    ...(parts.audio && { audio: parts.audio.counters() }),
  };
}
