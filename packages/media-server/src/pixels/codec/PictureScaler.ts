import { SWS_FAST_BILINEAR, type AVPixelFormat } from 'node-av/constants';
import { SoftwareScaleContext } from 'node-av/lib';
import { check } from './check.js';
import { Picture } from './Picture.js';

/** Makes smaller pictures of others of one size. */
export class PictureScaler {
  readonly #context = new SoftwareScaleContext();
  #closed = false;

  /** @param source A picture like those that will come. */
  constructor(
    source: Picture,
    readonly width: number,
    readonly height: number,
  ) {
    const format = source.frame.format as AVPixelFormat;
    const { width: from, height: high } = source;
    this.#context.getContext(from, high, format, width, height, format, SWS_FAST_BILINEAR);
  }

  /** The caller owns the result; the source stays the caller's. @throws PixelError `CODEC_FAILED`. */
  scale(source: Picture): Picture {
    const picture = Picture.allocate(this.width, this.height, source.timestampUs);
    picture.frame.format = source.frame.format;
    try {
      check(this.#context.scaleFrameSync(picture.frame, source.frame), 'Scaling a picture');
      return picture;
    } catch (error) {
      picture.close();
      throw error;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.freeContext();
  }
}
