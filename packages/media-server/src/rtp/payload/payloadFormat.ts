import type { VideoCodecName } from '../../frames.js';
import { H264Depacketizer, packetizeH264 } from './h264.js';
import { packetizeVp8, Vp8Depacketizer } from './vp8.js';

/** Ticks of an RTP timestamp in one second, for every video codec (RFC 7741, RFC 6184). */
export const VIDEO_CLOCK_RATE = 90_000;

/** Puts the payloads of one frame together again. */
export interface Depacketizer {
  /**
   * The next payload of the frame, in order; kept until {@link take}.
   * @throws RtpError PAYLOAD_MALFORMED, PAYLOAD_UNSUPPORTED
   */
  push(payload: Buffer): void;
  /** The frame pushed since the last call; undefined when its beginning or end is missing. */
  take(): { readonly data: Buffer; readonly key: boolean } | undefined;
}

export function createDepacketizer(codec: VideoCodecName): Depacketizer {
  return codec === 'VP8' ? new Vp8Depacketizer() : new H264Depacketizer();
}

/**
 * Cuts a frame into RTP packets of at most MAX_RTP_PACKET_SIZE bytes
 * whose headers (the first PAYLOAD_OFFSET bytes) are still to be written.
 */
export function packetize(codec: VideoCodecName, frame: Uint8Array): Buffer[] {
  return codec === 'VP8' ? packetizeVp8(frame) : packetizeH264(frame);
}
