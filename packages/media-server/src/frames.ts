/** Names as in SDP's a=rtpmap and Kurento's VideoCodec. */
export type VideoCodecName = 'VP8' | 'H264';

/** Likewise, and as in Kurento's AudioCodec. */
export type AudioCodecName = 'OPUS' | 'PCMU' | 'PCMA';

/** What a recording can be written as. WebM holds VP8, MP4 holds H264, Matroska both; all hold Opus. */
export type Container = 'WEBM' | 'MKV' | 'MP4';

/**
 * One compressed picture on its way between two stages.
 * `data` belongs to the receiver once handed over; nobody writes to it afterwards.
 */
export interface EncodedVideoFrame {
  readonly codec: VideoCodecName;
  /** Whether it can be decoded without an earlier one. */
  readonly key: boolean;
  /** No other frame is decoded from it: half the frame rate can do without. */
  readonly isDiscardable?: boolean;
  /** Capture time, microseconds on the pipeline's clock ({@link pipelineClockUs}). */
  readonly timestampUs: number;
  /** VP8: one frame as in RFC 6386. H264: one access unit in Annex B. */
  readonly data: Uint8Array;
}

/** One packet of Opus (48 kHz), or of G.711 (8 kHz, one byte for each sample). */
export interface EncodedAudioFrame {
  readonly codec: AudioCodecName;
  /** Capture time, microseconds on the pipeline's clock. */
  readonly timestampUs: number;
  readonly data: Uint8Array;
}

/** Microseconds on the one clock that all sources of a process share: monotonic, near Unix time. */
export function pipelineClockUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** Whether a frame is a picture, and not sound. */
export function isVideo(frame: EncodedVideoFrame | EncodedAudioFrame): frame is EncodedVideoFrame {
  return 'key' in frame;
}
