import {
  AVMEDIA_TYPE_AUDIO,
  AV_CHANNEL_LAYOUT_MONO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_PCM_ALAW,
  AV_CODEC_ID_PCM_MULAW,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_S16,
  FF_ENCODER_LIBOPUS,
  FF_ENCODER_PCM_ALAW,
  FF_ENCODER_PCM_MULAW,
} from 'node-av/constants';
import type { AVCodecID, AVSampleFormat, FFEncoderCodec } from 'node-av/constants';
import { CodecParameters } from 'node-av/lib';
import type { ChannelLayout } from 'node-av/lib';
import type { AudioCodecName } from '../../frames.js';

/** How a codec of RTP is made by FFmpeg. */
export interface AudioTarget {
  readonly id: AVCodecID;
  readonly encoder: FFEncoderCodec;
  /** Hertz. */
  readonly sampleRate: number;
  readonly sampleFormat: { readonly name: string; readonly value: AVSampleFormat };
  readonly layout: { readonly name: string; readonly value: ChannelLayout };
  /** Bits per second. */
  readonly bitrate: number;
}

const G711 = {
  sampleRate: 8000,
  sampleFormat: { name: 's16', value: AV_SAMPLE_FMT_S16 },
  layout: { name: 'mono', value: AV_CHANNEL_LAYOUT_MONO },
  bitrate: 64_000,
};

export const AUDIO_TARGETS: Readonly<Record<AudioCodecName, AudioTarget>> = {
  OPUS: {
    id: AV_CODEC_ID_OPUS,
    encoder: FF_ENCODER_LIBOPUS,
    sampleRate: 48_000,
    sampleFormat: { name: 'flt', value: AV_SAMPLE_FMT_FLT },
    layout: { name: 'stereo', value: AV_CHANNEL_LAYOUT_STEREO },
    bitrate: 96_000,
  },
  PCMU: { ...G711, id: AV_CODEC_ID_PCM_MULAW, encoder: FF_ENCODER_PCM_MULAW },
  PCMA: { ...G711, id: AV_CODEC_ID_PCM_ALAW, encoder: FF_ENCODER_PCM_ALAW },
};

/** A codec as RTP carries it, for a decoder. */
export function rtpParameters(codec: AudioCodecName): CodecParameters {
  const { id, sampleRate, layout } = AUDIO_TARGETS[codec];
  const parameters = new CodecParameters();
  parameters.alloc();
  parameters.codecType = AVMEDIA_TYPE_AUDIO;
  parameters.codecId = id;
  parameters.sampleRate = sampleRate;
  parameters.channelLayout = layout.value;
  return parameters;
}
