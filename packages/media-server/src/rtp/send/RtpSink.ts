import { randomBytes, randomInt } from 'node:crypto';
import type { EncodedAudioFrame, VideoCodecName } from '../../frames.js';
import type { ReportBlock, RtcpPacket } from '../packets/rtcp.js';

/**
 * Our sources are the same to every peer: RTP sessions are separate, so that one prepared
 * packet serves all of them. They are never equal.
 */
export const VIDEO_SSRC = randomInt(1, 2 ** 31);
export const AUDIO_SSRC = VIDEO_SSRC + 1;
export const RETRANSMISSION_SSRC = VIDEO_SSRC + 2;

/** The canonical name (RFC 7022) that tells a receiver to play our audio and video in step. */
export const CNAME = randomBytes(12).toString('base64url');

/** Where a stream was left by a viewer: the last packet it got. */
export interface RtpPosition {
  readonly sequence: number;
  readonly timestamp: number;
}

/** What a fan-out wants to know of a viewer. */
export interface RtpSinkListener {
  /** Packets can be sent from now on. */
  onOpen(): void;
  /** Feedback about the stream sent to it. */
  onRtcp(packet: RtcpPacket): void;
  /** How the stream sent to it arrives, and how long a packet takes there and back; 0 while unknown. */
  onReport(report: ReportBlock, roundTripSeconds: number): void;
}

/** One viewer's end of a stream. */
export interface RtpSink {
  readonly codec: VideoCodecName | EncodedAudioFrame['codec'];
  /** As the viewer's SDP names the codec. */
  readonly payloadType: number;
  readonly ssrc: number;
  /** Of the header extension for the playout delay, where the viewer knows it. */
  readonly playoutDelayId: number | undefined;
  /** False before the connection stands and after it closed. */
  readonly isOpen: boolean;
  /** Set while a fan-out serves it; a sink is in one fan-out at a time. */
  listener: RtpSinkListener | undefined;
  /** Kept here by a fan-out for the next one, so that numbers go on without a gap. */
  position: RtpPosition | undefined;
  /** False when it could not be sent. The bytes are copied before it returns. */
  sendRtp(packet: Buffer): boolean;
  /** As {@link sendRtp}, for a packet that was sent before and got lost. */
  sendAgain(packet: Buffer): boolean;
  sendRtcp(packet: Buffer): void;
}
