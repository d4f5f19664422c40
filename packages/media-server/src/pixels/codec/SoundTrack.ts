import { AV_CODEC_ID_OPUS } from 'node-av/constants';
import type { CodecParameters } from 'node-av/lib';
import { AudioTranscoder } from './AudioTranscoder.js';
import type { AudioPacket } from './AudioTranscoder.js';
import type { CompressedData } from './CompressedData.js';

/** Sound on its way from a file to Opus packets. */
export interface SoundTrack {
  take(packet: CompressedData): AudioPacket[];
  reset(): void;
  close(): void;
}

const PASS_THROUGH: SoundTrack = {
  take: ({ data, timestampUs }) => (timestampUs === undefined ? [] : [{ data, timestampUs }]),
  reset() {},
  close() {},
};

/** Opus as RTP carries it (RFC 7587: one or two channels) passes as it is; anything else is transcoded. */
export function openSound(parameters: CodecParameters): SoundTrack {
  const passes = parameters.codecId === AV_CODEC_ID_OPUS && parameters.channels <= 2;
  return passes ? PASS_THROUGH : new AudioTranscoder(parameters, 'OPUS');
}
