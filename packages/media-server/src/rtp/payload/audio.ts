import type { AudioCodecName } from '../../frames.js';
import { opusDuration } from './opus.js';

/** What RTP must know of a codec for sound. Each packet carries one frame as it is (RFC 7587, RFC 3551). */
export interface AudioFormat {
  /** Ticks of an RTP timestamp in one second. */
  readonly clockRate: number;
  /** Length of a packet in such ticks. */
  duration(packet: Uint8Array): number;
}

const G711: AudioFormat = { clockRate: 8000, duration: ({ length }) => length };

export const AUDIO_FORMATS: Readonly<Record<AudioCodecName, AudioFormat>> = {
  // Whatever the sound's bandwidth (RFC 7587 section 4.1).
  OPUS: { clockRate: 48_000, duration: opusDuration },
  PCMU: G711,
  PCMA: G711,
};
