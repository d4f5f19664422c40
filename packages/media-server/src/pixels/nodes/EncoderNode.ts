import type { VideoCodecName } from '../../frames.js';
import type { Picture } from '../codec/Picture.js';
import { PictureScaler } from '../codec/PictureScaler.js';
import { VideoEncoder } from '../codec/VideoEncoder.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import { smallSize, smallTarget } from './smallPictures.js';
import { TargetBitrate } from './TargetBitrate.js';
import type { EncoderOptions, EncoderTarget, NodeId } from '../types.js';

const KEY_FRAME_INTERVAL_US = 300_000;
const NOMINAL_FRAME_RATE = 25;
const EARLY = 0.2;

/** An encoder and what it was opened for. */
interface OpenEncoder {
  readonly encoder: VideoEncoder;
  readonly width: number;
  readonly height: number;
}

/** A scaler and the size that it was opened for. */
interface OpenScaler {
  readonly scaler: PictureScaler;
  readonly width: number;
  readonly height: number;
}

/**
 * Compresses pictures, once for all who watch. A picture that finds the main thread behind is
 * dropped before it is encoded, so that no frame after it misses it.
 */
export class EncoderNode extends PixelNode {
  readonly #codec: VideoCodecName;
  readonly #isSmall: boolean;
  readonly #bitrate: TargetBitrate;
  #scaling: OpenScaler | undefined;
  #open: OpenEncoder | undefined;
  #keyFrameRequested = false;
  #dueUs = Number.NEGATIVE_INFINITY;
  #lastKeyFrameUs = Number.NEGATIVE_INFINITY;

  constructor(id: NodeId, context: NodeContext, options: EncoderOptions) {
    super(id, 'encoder', context);
    this.#codec = options.codec;
    this.#isSmall = options.isSmall ?? false;
    this.#bitrate = new TargetBitrate(this.#isSmall ? smallTarget(options) : options);
  }

  requestKeyFrame(): void {
    this.#keyFrameRequested = true;
  }

  setTarget(target: EncoderTarget): void {
    const { inputBitrate } = this.#bitrate.target;
    this.#bitrate.target = this.#isSmall ? smallTarget(target) : { inputBitrate, ...target };
  }

  override async close(): Promise<void> {
    await super.close();
    this.#open?.encoder.close();
    this.#scaling?.scaler.close();
  }

  protected process(picture: Picture): undefined {
    if (this.#isDue(picture)) {
      if (this.context.isCongested()) this.countDropped('congested');
      else if (this.#isSmall) this.#encodeSmall(picture);
      else this.#encode(picture);
    }
    picture.close();
  }

  /** Whether the frame rate allows it. Cameras are not exact: a picture may be early by a part of its interval. */
  #isDue({ timestampUs }: Picture): boolean {
    const { maxFrameRate } = this.#bitrate.target;
    if (maxFrameRate === undefined) return true;
    const intervalUs = 1e6 / maxFrameRate;
    if (timestampUs < this.#dueUs - intervalUs * EARLY) return false;
    const isPast = timestampUs > this.#dueUs + intervalUs;
    this.#dueUs = (isPast ? timestampUs : this.#dueUs) + intervalUs;
    return true;
  }

  #encodeSmall(picture: Picture): void {
    const small = this.#scalerFor(picture).scale(picture);
    try {
      this.#encode(small);
    } finally {
      small.close();
    }
  }

  #scalerFor(picture: Picture): PictureScaler {
    const { width, height } = picture;
    if (this.#scaling?.width === width && this.#scaling.height === height) {
      return this.#scaling.scaler;
    }
    this.#scaling?.scaler.close();
    this.#scaling = undefined;
    const size = smallSize(picture);
    const scaler = new PictureScaler(picture, size.width, size.height);
    this.#scaling = { scaler, width, height };
    return scaler;
  }

  #encode(picture: Picture): void {
    const { timestampUs } = picture;
    const encoder = this.#encoderFor(picture);
    const key =
      this.#keyFrameRequested && timestampUs - this.#lastKeyFrameUs >= KEY_FRAME_INTERVAL_US;
    const frame = encoder.encode(picture, key);
    if (frame.key) {
      this.#keyFrameRequested = false;
      this.#lastKeyFrameUs = timestampUs;
    }
    this.countOut();
    this.context.report('encoded', this.id, frame);
  }

  #encoderFor(picture: Picture): VideoEncoder {
    const { width, height, timestampUs } = picture;
    if (this.#open?.width !== width || this.#open.height !== height) {
      return this.#reopen(picture);
    }
    const bitrate = this.#bitrate.change(picture, timestampUs);
    if (bitrate === undefined || this.#open.encoder.changeBitrate(bitrate)) {
      return this.#open.encoder;
    }
    return this.#reopen(picture);
  }

  #reopen(picture: Picture): VideoEncoder {
    const { width, height, timestampUs } = picture;
    this.#open?.encoder.close();
    this.#open = undefined;
    const encoder = new VideoEncoder({
      codec: this.#codec,
      width,
      height,
      bitrate: this.#bitrate.start(picture, timestampUs),
      frameRate: NOMINAL_FRAME_RATE,
    });
    this.#open = { encoder, width, height };
    this.announceSize(picture);
    return encoder;
  }
}
