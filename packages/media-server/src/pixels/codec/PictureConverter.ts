import { AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUVJ420P, SWS_BILINEAR } from 'node-av/constants';
import type { AVPixelFormat } from 'node-av/constants';
import { SoftwareScaleContext } from 'node-av/lib';
import type { Frame } from 'node-av/lib';
import { check } from './check.js';
import { Picture } from './Picture.js';

/** Makes I420 of whatever a decoder gives (files may hold 4:4:4, 10 bits, RGB ...). */
export class PictureConverter {
  #scaler: SoftwareScaleContext | undefined;
  #source = '';

  /** Takes the frame over; the caller owns the picture. I420 passes through without a copy. */
  toI420(frame: Frame, timestampUs: number): Picture {
    const format = frame.format as AVPixelFormat;
    if (format === AV_PIX_FMT_YUV420P || format === AV_PIX_FMT_YUVJ420P) {
      return new Picture(frame, timestampUs);
    }
    try {
      return this.#convert(frame, format, timestampUs);
    } finally {
      frame.free();
    }
  }

  close(): void {
    this.#scaler?.freeContext();
    this.#scaler = undefined;
    this.#source = '';
  }

  #convert(frame: Frame, format: AVPixelFormat, timestampUs: number): Picture {
    const { width, height } = frame;
    const scaler = this.#scalerFor(width, height, format);
    const picture = Picture.allocate(width, height, timestampUs);
    try {
      check(scaler.scaleFrameSync(picture.frame, frame), 'Converting a picture to I420');
      return picture;
    } catch (error) {
      picture.close();
      throw error;
    }
  }

  #scalerFor(width: number, height: number, format: AVPixelFormat): SoftwareScaleContext {
    const source = `${width}x${height} ${format}`;
    if (this.#scaler !== undefined && this.#source === source) return this.#scaler;
    this.close();
    const scaler = new SoftwareScaleContext();
    scaler.getContext(width, height, format, width, height, AV_PIX_FMT_YUV420P, SWS_BILINEAR);
    this.#scaler = scaler;
    this.#source = source;
    return scaler;
  }
}
