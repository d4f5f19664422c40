import { AV_NOPTS_VALUE } from 'node-av/constants';
import type { AVSampleFormat } from 'node-av/constants';
import {
  avChannelLayoutDescribe,
  avGetSampleFmtName,
  Codec,
  CodecContext,
  Filter,
  FilterGraph,
  Frame,
  Packet,
  Rational,
} from 'node-av/lib';
import type { CodecParameters, FilterContext } from 'node-av/lib';
import type { AudioCodecName } from '../../frames.js';
import { PixelError } from '../errors.js';
import { AUDIO_TARGETS, type AudioTarget } from './audioCodecs.js';
import { check, present } from './check.js';
import type { CompressedData } from './CompressedData.js';

/** One packet of 20 ms and its place, microseconds on the source's time line. */
export interface AudioPacket {
  readonly data: Uint8Array;
  readonly timestampUs: number;
}

/** Makes Opus or G.711 of any sound that FFmpeg decodes. */
export class AudioTranscoder {
  readonly #target: AudioTarget;
  readonly #decoder: CodecContext;
  readonly #encoder: CodecContext;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  #resampler: Resampler | undefined;
  #closed = false;

  /** @throws PixelError `CODEC_FAILED`. */
  constructor(parameters: CodecParameters, codec: AudioCodecName) {
    this.#target = AUDIO_TARGETS[codec];
    this.#decoder = openDecoder(parameters);
    try {
      this.#encoder = openEncoder(this.#target);
    } catch (error) {
      this.#decoder.freeContext();
      throw error;
    }
    this.#packet.alloc();
    this.#frame.alloc();
  }

  /** Sound that cannot be decoded is left out. */
  take({ data, timestampUs }: CompressedData): AudioPacket[] {
    this.#packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#packet.pts = timestampUs === undefined ? AV_NOPTS_VALUE : BigInt(timestampUs);
    const result = this.#decoder.sendPacketSync(this.#packet);
    this.#packet.unref();
    const packets: AudioPacket[] = [];
    if (result < 0) return packets;
    while (this.#decoder.receiveFrameSync(this.#frame) >= 0) {
      this.#resample(packets);
      this.#frame.unref();
    }
    return packets;
  }

  /** Forgets everything before a jump. */
  reset(): void {
    this.#decoder.flushBuffers();
    this.#resampler?.close();
    this.#resampler = undefined;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#resampler?.close();
    this.#decoder.freeContext();
    this.#encoder.freeContext();
    this.#packet.free();
    this.#frame.free();
  }

  #resample(packets: AudioPacket[]): void {
    if (this.#resampler?.fits(this.#frame) !== true) {
      this.#resampler?.close();
      this.#resampler = new Resampler(this.#frame, this.#target);
    }
    for (const frame of this.#resampler.resample(this.#frame)) {
      try {
        this.#encode(frame, packets);
      } finally {
        frame.free();
      }
    }
  }

  #encode(frame: Frame, packets: AudioPacket[]): void {
    check(this.#encoder.sendFrameSync(frame), 'Encoding sound');
    while (this.#encoder.receivePacketSync(this.#packet) >= 0) {
      const timestampUs = Math.round((Number(this.#packet.pts) * 1e6) / this.#target.sampleRate);
      packets.push({ timestampUs, data: new Uint8Array(this.#packet.data ?? []) });
      this.#packet.unref();
    }
  }
}

/** A filter graph that changes rate, layout and format, and cuts the sound into frames of 20 ms. */
class Resampler {
  readonly #graph = new FilterGraph();
  readonly #source: FilterContext;
  readonly #sink: FilterContext;
  readonly #format: string;

  constructor(frame: Frame, { sampleRate, sampleFormat, layout }: AudioTarget) {
    this.#format = describe(frame);
    this.#graph.alloc();
    this.#source = this.#add('abuffer', `time_base=1/1000000:${this.#format}`);
    const chain = [
      this.#source,
      this.#add('aresample', `${sampleRate}:async=1`),
      this.#add('aformat', `sample_fmts=${sampleFormat.name}:channel_layouts=${layout.name}`),
      this.#add('asetnsamples', `n=${sampleRate / 50}`),
      this.#add('abuffersink'),
    ];
    for (const [index, filter] of chain.slice(1).entries()) {
      check(chain[index]!.link(0, filter, 0), 'Linking sound filters');
    }
    this.#sink = chain.at(-1)!;
    check(this.#graph.configSync(), 'Setting up sound filters');
  }

  fits(frame: Frame): boolean {
    return this.#format === describe(frame);
  }

  /** @returns Frames that the caller frees. */
  resample(frame: Frame): Frame[] {
    check(this.#source.buffersrcAddFrameSync(frame), 'Resampling sound');
    const frames: Frame[] = [];
    for (;;) {
      const result = new Frame();
      result.alloc();
      if (this.#sink.buffersinkGetFrameSync(result) < 0) {
        result.free();
        return frames;
      }
      frames.push(result);
    }
  }

  close(): void {
    this.#graph.free();
  }

  #add(name: string, options?: string): FilterContext {
    const filter = present(Filter.getByName(name), `The filter ${name}`);
    return present(this.#graph.createFilter(filter, name, options ?? null), `The filter ${name}`);
  }
}

function describe(frame: Frame): string {
  const format = avGetSampleFmtName(frame.format as AVSampleFormat);
  const layout = avChannelLayoutDescribe(frame.channelLayout);
  return `sample_rate=${frame.sampleRate}:sample_fmt=${format}:channel_layout=${layout}`;
}

function openDecoder(parameters: CodecParameters): CodecContext {
  const codec = Codec.findDecoder(parameters.codecId);
  if (codec === null) throw new PixelError('CANNOT_OPEN', 'The sound is in an unknown format');
  return open(codec, (context) => {
    check(parameters.toContext(context), 'Opening a sound decoder');
    context.pktTimebase = new Rational(1, 1_000_000);
  });
}

function openEncoder(target: AudioTarget): CodecContext {
  const { encoder, sampleRate, sampleFormat, layout, bitrate } = target;
  const codec = present(Codec.findEncoderByName(encoder), `The encoder ${encoder}`);
  return open(codec, (context) => {
    context.sampleRate = sampleRate;
    context.sampleFormat = sampleFormat.value;
    context.channelLayout = layout.value;
    context.timeBase = new Rational(1, sampleRate);
    context.bitRate = BigInt(bitrate);
  });
}

function open(codec: Codec, configure: (context: CodecContext) => void): CodecContext {
  const context = new CodecContext();
  context.allocContext3(codec);
  try {
    configure(context);
    check(context.open2Sync(codec, null), `Opening ${codec.name}`);
    return context;
  } catch (error) {
    context.freeContext();
    throw error;
  }
}
