import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_VP8,
  AV_FRAME_FLAG_CORRUPT,
  AV_NOPTS_VALUE,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet } from 'node-av/lib';
import type { CodecParameters } from 'node-av/lib';
import type { VideoCodecName } from '../../frames.js';
import { PixelError } from '../errors.js';
import { check, present } from './check.js';
import { PictureConverter } from './PictureConverter.js';
import type { Picture } from './Picture.js';
import type { CompressedData } from './CompressedData.js';

/** A key frame may claim any size up to 16383x16383; memory for such pictures is not given. */
const MAX_PIXELS = 4096 * 2304;
const USUAL_INTERVAL_US = 40_000;

/** Decodes VP8 or H264 as it comes from the network, or any codec of a file. Gives I420. */
export class VideoDecoder {
  readonly #context: CodecContext;
  readonly #live: boolean;
  readonly #packet = new Packet();
  readonly #converter = new PictureConverter();
  #lastUs = -USUAL_INTERVAL_US;
  #closed = false;

  private constructor(context: CodecContext, live: boolean) {
    this.#context = context;
    this.#live = live;
    this.#packet.alloc();
  }

  /** For frames from the network: a picture comes out as soon as its data went in. */
  static live(codec: VideoCodecName): VideoDecoder {
    const id = codec === 'VP8' ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264;
    return new VideoDecoder(
      open(present(Codec.findDecoder(id), codec), (context) =>
        context.setFlags(AV_CODEC_FLAG_LOW_DELAY),
      ),
      true,
    );
  }

  /** For a stream of a file: pictures come in display order, some packets later. */
  static stream(parameters: CodecParameters): VideoDecoder {
    const codec = present(Codec.findDecoder(parameters.codecId), 'The decoder of this video');
    return new VideoDecoder(
      open(codec, (context) => check(parameters.toContext(context), 'Opening a decoder')),
      false,
    );
  }

  /**
   * @returns The pictures that are complete now, each owned by the caller.
   * @throws PixelError `BAD_DATA`: go on with the next key frame.
   */
  decode(data: CompressedData): Picture[] {
    const { data: bytes } = data;
    this.#packet.data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#packet.pts = microseconds(data.timestampUs);
    this.#packet.dts = microseconds(data.decodeTimestampUs);
    try {
      check(this.#context.sendPacketSync(this.#packet), 'Undecodable video data', 'BAD_DATA');
    } finally {
      this.#packet.unref();
    }
    return this.#receive();
  }

  /** The pictures still inside when the stream has ended. Only {@link reset} may follow. */
  drain(): Picture[] {
    this.#context.sendPacketSync(null);
    return this.#receive();
  }

  /** Forgets everything before a jump to another key frame. */
  reset(): void {
    this.#context.flushBuffers();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#converter.close();
    this.#packet.free();
    this.#context.freeContext();
  }

  #receive(): Picture[] {
    const pictures: Picture[] = [];
    for (;;) {
      const frame = new Frame();
      frame.alloc();
      // Any negative result ends the loop: "needs more data", "ended", or damage that FFmpeg has
      // reported on sendPacket already.
      if (this.#context.receiveFrameSync(frame) < 0) {
        frame.free();
        return pictures;
      }
      if (this.#live && isDamaged(frame)) {
        frame.free();
        for (const picture of pictures) picture.close();
        throw new PixelError('BAD_DATA', 'Video data with parts missing');
      }
      pictures.push(this.#converter.toI420(frame, this.#timestampOf(frame)));
    }
  }

  /** Some files say no times; then pictures follow each other at a usual rate. */
  #timestampOf({ bestEffortTimestamp }: Frame): number {
    this.#lastUs =
      bestEffortTimestamp === AV_NOPTS_VALUE
        ? this.#lastUs + USUAL_INTERVAL_US
        : Number(bestEffortTimestamp);
    return this.#lastUs;
  }
}

function open(codec: Codec, configure: (context: CodecContext) => void): CodecContext {
  const context = new CodecContext();
  context.allocContext3(codec);
  try {
    configure(context);
    // Frame threads would hold pictures back, and the other cores belong to other pipelines.
    context.threadCount = 1;
    context.setOption('max_pixels', String(MAX_PIXELS));
    check(context.open2Sync(codec, null), 'Opening a decoder');
    return context;
  } catch (error) {
    context.freeContext();
    throw error;
  }
}

function isDamaged(frame: Frame): boolean {
  return frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT);
}

function microseconds(value: number | undefined): bigint {
  return value === undefined ? AV_NOPTS_VALUE : BigInt(Math.round(value));
}
