import {
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_OPUS,
  AV_CODEC_ID_VP8,
  AV_PIX_FMT_YUV420P,
} from 'node-av/constants';
import { Dictionary, FormatContext, Packet, Rational } from 'node-av/lib';
import type { CodecParameters, Stream } from 'node-av/lib';
import type { Container, EncodedVideoFrame } from '../../frames.js';
import { check } from './check.js';

export interface MuxerOptions {
  readonly container: Container;
  /** The key frame that the file begins with, and its size in pixels. */
  readonly video?: {
    readonly first: EncodedVideoFrame;
    readonly width: number;
    readonly height: number;
  };
  /** Opus. */
  readonly hasAudio: boolean;
}

/** One frame and its place in the file. */
export interface MuxedFrame {
  readonly kind: 'video' | 'audio';
  readonly data: Uint8Array;
  readonly key: boolean;
  /** Microseconds from the beginning. */
  readonly placeUs: number;
}

const MICROSECONDS = new Rational(1, 1_000_000);
/** How much is lost when the process dies, milliseconds. */
const CLUSTER_MS = 1000;

/**
 * FFmpeg's muxer of each container and its options. What is in the file can be played at any
 * moment; closing adds the index (Matroska's cues, MP4's table in place of fragments).
 */
const FORMATS: Record<Container, { name: string; options: Record<string, string> }> = {
  WEBM: { name: 'webm', options: { cluster_time_limit: String(CLUSTER_MS) } },
  MKV: { name: 'matroska', options: { cluster_time_limit: String(CLUSTER_MS) } },
  MP4: {
    name: 'mp4',
    options: {
      movflags: 'hybrid_fragmented+frag_keyframe',
      frag_duration: String(CLUSTER_MS * 1000),
    },
  },
};

/**
 * Writes frames into a file as they come. Writing is asynchronous (a slow disk blocks a thread of
 * libuv's pool, not ours); each call must have ended before the next one.
 */
export class Muxer {
  readonly #context: FormatContext;
  readonly #streams: Readonly<Record<MuxedFrame['kind'], Track | undefined>>;
  readonly #packet = new Packet();
  #closed = false;

  private constructor(context: FormatContext, { video, hasAudio }: MuxerOptions) {
    this.#context = context;
    this.#streams = {
      video: video && addTrack(context, (parameters) => describeVideo(parameters, video)),
      audio: hasAudio ? addTrack(context, describeOpus) : undefined,
    };
    this.#packet.alloc();
  }

  /** @throws PixelError `CANNOT_OPEN` when the file cannot be written or cannot hold the codec. */
  static async open(path: string, options: MuxerOptions): Promise<Muxer> {
    const context = new FormatContext();
    const what = `Writing ${path}`;
    const format = FORMATS[options.container];
    check(context.allocOutputContext2(null, format.name, path), what, 'CANNOT_OPEN');
    try {
      const muxer = new Muxer(context, options);
      check(await context.openOutput(), what, 'CANNOT_OPEN');
      const dictionary = Dictionary.fromObject({ ...format.options, flush_packets: '1' });
      check(await context.writeHeader(dictionary), what, 'CANNOT_OPEN');
      return muxer;
    } catch (error) {
      await context.closeOutput();
      context.freeContext();
      throw error;
    }
  }

  /**
   * What the file has no track for is left out.
   * @throws PixelError `CANNOT_WRITE`, for example when the disk is full.
   */
  async write({ kind, data, key, placeUs }: MuxedFrame): Promise<void> {
    const track = this.#streams[kind];
    if (track === undefined) return;
    // Two frames captured in the same moment: times have to grow, by a millisecond at least.
    track.lastUs = Math.max(placeUs, track.lastUs + 1000);
    const packet = this.#packet;
    packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    packet.streamIndex = track.stream.index;
    packet.isKeyframe = key;
    packet.pts = BigInt(track.lastUs);
    packet.dts = packet.pts;
    packet.duration = 0n;
    packet.rescaleTs(MICROSECONDS, track.stream.timeBase);
    try {
      // Not interleaved by FFmpeg, which would hold pictures back while there is no sound.
      check(await this.#context.writeFrame(packet), 'Writing a recording', 'CANNOT_WRITE');
    } finally {
      packet.unref();
    }
  }

  /** Completes the file and lets go of it; idempotent. @throws PixelError `CANNOT_WRITE`. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const result = await this.#context.writeTrailer();
    await this.#context.closeOutput();
    this.#context.freeContext();
    this.#packet.free();
    check(result, 'Completing a recording', 'CANNOT_WRITE');
  }
}

interface Track {
  readonly stream: Stream;
  /** Place of its last frame. */
  lastUs: number;
}

function addTrack(context: FormatContext, describe: (parameters: CodecParameters) => void): Track {
  const stream = context.newStream();
  describe(stream.codecpar);
  stream.timeBase = MICROSECONDS;
  return { stream, lastUs: Number.NEGATIVE_INFINITY };
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
