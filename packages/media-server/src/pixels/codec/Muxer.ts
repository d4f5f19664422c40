import {
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_VP8,
  AV_PIX_FMT_YUV420P,
} from 'node-av/constants';
import { FormatContext, Packet, Rational } from 'node-av/lib';
import type { CodecParameters, Stream } from 'node-av/lib';
import type { EncodedAudioFrame, EncodedVideoFrame } from '../../frames.js';
import { check } from './check.js';

export interface MuxerOptions {
  /** The key frame that the file begins with, and its size in pixels. */
  readonly video?: {
    readonly first: EncodedVideoFrame;
    readonly width: number;
    readonly height: number;
  };
  readonly hasAudio: boolean;
}

const MICROSECONDS = new Rational(1, 1_000_000);

/** Writes frames into a file as they come; the container follows from its name (.webm, .mp4, .mkv). */
export class Muxer {
  readonly #context: FormatContext;
  readonly #video: Stream | undefined;
  readonly #audio: Stream | undefined;
  readonly #packet = new Packet();
  #startUs: number | undefined;
  #closed = false;

  /** @throws PixelError `CANNOT_OPEN` when the file cannot be written or cannot hold the codec. */
  constructor(path: string, { video, hasAudio }: MuxerOptions) {
    this.#context = new FormatContext();
    const what = `Writing ${path}`;
    check(this.#context.allocOutputContext2(null, null, path), what, 'CANNOT_OPEN');
    try {
      this.#video = video && this.#addStream((parameters) => describeVideo(parameters, video));
      this.#audio = hasAudio ? this.#addStream(describeOpus) : undefined;
      check(this.#context.openOutputSync(), what, 'CANNOT_OPEN');
      check(this.#context.writeHeaderSync(), what, 'CANNOT_OPEN');
    } catch (error) {
      this.#context.freeContext();
      throw error;
    }
    this.#packet.alloc();
  }

  /** @throws PixelError `CODEC_FAILED`, for example when the disk is full. */
  writeVideo(frame: EncodedVideoFrame): void {
    this.#write(this.#video, frame, frame.key);
  }

  /** @throws PixelError `CODEC_FAILED`, for example when the disk is full. */
  writeAudio(frame: EncodedAudioFrame): void {
    this.#write(this.#audio, frame, true);
  }

  /** Completes the file. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.writeTrailerSync();
    this.#context.closeOutputSync();
    this.#context.freeContext();
    this.#packet.free();
  }

  #addStream(describe: (parameters: CodecParameters) => void): Stream {
    const stream = this.#context.newStream();
    describe(stream.codecpar);
    stream.timeBase = MICROSECONDS;
    return stream;
  }

  #write(
    stream: Stream | undefined,
    { data, timestampUs }: { data: Uint8Array; timestampUs: number },
    key: boolean,
  ): void {
    // Sound that began before the first picture would have a negative time.
    this.#startUs ??= timestampUs;
    if (stream === undefined || timestampUs < this.#startUs) return;
    const packet = this.#packet;
    packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    packet.streamIndex = stream.index;
    packet.isKeyframe = key;
    packet.pts = BigInt(timestampUs - this.#startUs);
    packet.dts = packet.pts;
    packet.rescaleTs(MICROSECONDS, stream.timeBase);
    // Takes the packet's content over, so that there is nothing to release.
    check(this.#context.interleavedWriteFrameSync(packet), 'Writing a recording');
  }
}

function describeVideo(
  parameters: CodecParameters,
  { first, width, height }: NonNullable<MuxerOptions['video']>,
): void {
  parameters.codecType = AVMEDIA_TYPE_VIDEO;
  parameters.codecId = first.codec === 'VP8' ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264;
  parameters.width = width;
  parameters.height = height;
  parameters.format = AV_PIX_FMT_YUV420P;
  // The muxer picks SPS and PPS out of it.
  if (first.codec === 'H264') parameters.extradata = Buffer.from(first.data);
}

function describeOpus(parameters: CodecParameters): void {
  parameters.codecType = AVMEDIA_TYPE_AUDIO;
  parameters.codecId = AV_CODEC_ID_OPUS;
  parameters.sampleRate = 48_000;
  parameters.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
  parameters.extradata = opusHead();
}

/** The identification header of RFC 7845 5.1: version 1, two channels, 312 samples pre-skip, 48 kHz. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(2, 9);
  head.writeUInt16LE(312, 10);
  head.writeUInt32LE(48_000, 12);
  return head;
}
