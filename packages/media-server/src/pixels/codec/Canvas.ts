import { check } from './check.js';
import { Picture } from './Picture.js';

/**
 * Memory that one picture after the other is copied into, to be drawn on.
 *
 * The views of a picture's memory count for V8 as memory of its own, so that views of each new
 * picture set off a full garbage collection every second or two. Those of the canvas stay. To copy
 * costs no more than {@link Picture.makeWritable}, since a decoder still reads its pictures.
 */
export class Canvas {
  #picture: Picture | undefined;

  /**
   * @param source Stays the caller's.
   * @returns The canvas, valid until the next call: {@link Picture.share} it to hand it on, don't close it.
   * @throws PixelError `CODEC_FAILED`.
   */
  copy(source: Picture): Picture {
    if (!this.#isFree() || !this.#fits(source)) this.#allocateFor(source);
    const picture = this.#picture!;
    check(picture.frame.copy(source.frame), 'Copying a picture');
    picture.timestampUs = source.timestampUs;
    return picture;
  }

  close(): void {
    this.#picture?.close();
    this.#picture = undefined;
  }

  /** Whether nobody reads any more what was handed on. */
  #isFree(): boolean {
    return this.#picture?.frame.isWritable === true;
  }

  #fits({ frame: { width, height, format } }: Picture): boolean {
    const frame = this.#picture?.frame;
    return frame?.width === width && frame.height === height && frame.format === format;
  }

  #allocateFor({ width, height, timestampUs, frame: { format } }: Picture): void {
    this.close();
    this.#picture = Picture.allocate(width, height, timestampUs);
    this.#picture.frame.format = format;
  }
}
