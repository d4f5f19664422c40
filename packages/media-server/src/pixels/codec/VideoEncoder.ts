import {
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, Packet, Rational } from 'node-av/lib';
import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { PixelError } from '../errors.js';
import { check, present } from './check.js';
import type { Picture } from './Picture.js';

export interface VideoEncoderOptions {
  readonly codec: VideoCodecName;
  /** Pixels. H264 leaves out the last row or column of an odd size. */
  readonly width: number;
  readonly height: number;
  /** Bits per second. */
  readonly bitrate: number;
  /** Pictures per second, as a hint to the rate control. */
  readonly frameRate: number;
}

/** Seconds of the bit rate that one picture may borrow from the next ones. */
const BUFFER_SECONDS = 0.5;
/** Pictures over which the frame rate is averaged. */
const SMOOTHING = 16;
/** Key frames come on demand only. */
const NO_PERIODIC_KEY_FRAMES = 9999;
/** Share of the bit rate for the frames of VP8's lower temporal layer. */
const LOWER_LAYER_SHARE = 0.6;

const CODECS = {
  VP8: {
    encoder: FF_ENCODER_LIBVPX_VP8,
    // The fastest there is: a fifth to a third cheaper than -8, for 0.1 to 0.4 dB where bits are scarce
    // (640x480 below 0.8 Mbit/s), and 2 dB where there are plenty (above 40 dB).
    options: { deadline: 'realtime', 'cpu-used': -16, 'lag-in-frames': 0, 'error-resilient': 1 },
  },
  H264: {
    encoder: FF_ENCODER_LIBX264,
    // Without AV_CODEC_FLAG_GLOBAL_HEADER x264 writes Annex B and repeats SPS and PPS at key frames.
    options: {
      preset: 'superfast',
      tune: 'zerolatency',
      profile: 'baseline',
      'forced-idr': 1,
      sc_threshold: 0,
    },
  },
} as const;

/**
 * Encodes pictures of one size for the network: no delay, constant rate, key frames on demand.
 * VP8 comes in two temporal layers: no frame is decoded from the odd ones after a key frame.
 */
export class VideoEncoder {
  readonly #context: CodecContext;
  readonly #options: VideoEncoderOptions;
  readonly #packet = new Packet();
  #bitrate: number;
  #startUs: number | undefined;
  #lastUs: number | undefined;
  #intervalUs: number;
  #frames = 0;
  /** Whether the frame belongs to the upper temporal layer; libvpx begins anew where it is told to make a key frame. */
  #isUpper = true;
  #closed = false;

  /** @throws PixelError `CODEC_FAILED`. */
  constructor(options: VideoEncoderOptions) {
    this.#options = options;
    this.#bitrate = options.bitrate;
    this.#intervalUs = 1e6 / options.frameRate;
    this.#context = open(options);
    this.#packet.alloc();
  }

  /**
   * @param picture Stays the caller's. Timestamps must grow from call to call.
   * @throws PixelError `CODEC_FAILED`.
   */
  encode(picture: Picture, key: boolean): EncodedVideoFrame {
    const { frame, timestampUs } = picture;
    this.#isUpper = !key && !this.#isUpper;
    this.#startUs ??= timestampUs;
    this.#followFrameRate(timestampUs);
    frame.pts = BigInt(timestampUs - this.#startUs);
    frame.duration = BigInt(Math.round(1e6 / this.#options.frameRate));
    // A decoded frame still says which type it came as, and the encoder would obey.
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    frame.width = this.#context.width;
    frame.height = this.#context.height;
    check(this.#context.sendFrameSync(frame), 'Encoding a picture');
    check(this.#context.receivePacketSync(this.#packet), 'Encoding a picture');
    try {
      return this.#take(timestampUs);
    } finally {
      this.#packet.unref();
    }
  }

  /**
   * Changes the rate without a key frame.
   * @returns false when the codec cannot (libvpx through FFmpeg): then open a new encoder.
   */
  changeBitrate(bitsPerSecond: number): boolean {
    if (this.#options.codec === 'VP8') return false;
    this.#bitrate = bitsPerSecond;
    this.#applyBitrate();
    return true;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#packet.free();
    this.#context.freeContext();
  }

  /**
   * x264 shares its bits out by the frame rate that it was opened for, where libvpx looks at the
   * times; so its rate is corrected by what really comes.
   */
  #followFrameRate(timestampUs: number): void {
    if (this.#options.codec === 'VP8') return;
    const interval = timestampUs - (this.#lastUs ?? timestampUs - this.#intervalUs);
    this.#lastUs = timestampUs;
    this.#intervalUs += (interval - this.#intervalUs) / SMOOTHING;
    if (++this.#frames % SMOOTHING === 0) this.#applyBitrate();
  }

  #applyBitrate(): void {
    const correction = (this.#intervalUs * this.#options.frameRate) / 1e6;
    setBitrate(this.#context, this.#bitrate * correction);
  }

  #take(timestampUs: number): EncodedVideoFrame {
    const view = this.#packet.data;
    if (view === null) throw new PixelError('CODEC_FAILED', 'The encoder gave an empty frame');
    const { codec } = this.#options;
    const key = this.#packet.isKeyframe;
    return {
      codec,
      key,
      timestampUs,
      ...(codec === 'VP8' && { isDiscardable: this.#isUpper && !key }),
      // A copy of its own, because the native memory goes back to the encoder.
      data: new Uint8Array(view),
    };
  }
}

function open(options: VideoEncoderOptions): CodecContext {
  const { encoder, options: codecOptions } = CODECS[options.codec];
  const codec = present(Codec.findEncoderByName(encoder), `The encoder ${encoder}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  try {
    const even = options.codec === 'H264' ? ~1 : ~0;
    context.width = options.width & even;
    context.height = options.height & even;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, 1_000_000);
    context.framerate = new Rational(Math.round(options.frameRate), 1);
    context.gopSize = NO_PERIODIC_KEY_FRAMES;
    context.maxBFrames = 0;
    // More threads wait for one another in a spin loop that costs more than it gains.
    context.threadCount = 1;
    setBitrate(context, options.bitrate);
    const layers = options.codec === 'VP8' ? { 'ts-parameters': temporalLayers(options) } : {};
    for (const [name, value] of Object.entries({ ...codecOptions, ...layers })) {
      check(context.setOption(name, String(value)), `Option ${name} of ${encoder}`);
    }
    check(context.open2Sync(codec, null), `Opening ${encoder}`);
    return context;
  } catch (error) {
    context.freeContext();
    throw error;
  }
}

/** Two layers; what belongs to the upper one is decoded from the last frame of the lower one, and nothing from it. */
function temporalLayers({ bitrate }: VideoEncoderOptions): string {
  const kilobits = Math.round(bitrate / 1000);
  return [
    'ts_number_layers=2',
    `ts_target_bitrate=${Math.round(kilobits * LOWER_LAYER_SHARE)},${kilobits}`,
    'ts_rate_decimator=2,1',
    'ts_periodicity=2',
    'ts_layer_id=0,1',
    'ts_layering_mode=2',
  ].join(':');
}

function setBitrate(context: CodecContext, bitsPerSecond: number): void {
  const rate = BigInt(Math.round(bitsPerSecond));
  context.bitRate = rate;
  context.rcMinRate = rate;
  context.rcMaxRate = rate;
  context.rcBufferSize = Math.round(bitsPerSecond * BUFFER_SECONDS);
}
