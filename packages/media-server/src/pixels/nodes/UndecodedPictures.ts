import type { EncodedVideoFrame } from '../../frames.js';
import { VideoDecoder } from '../codec/VideoDecoder.js';
import type { Picture } from '../codec/Picture.js';
import { PixelError } from '../errors.js';

/** Pictures that a player hands on as they are, each of which needs those before it. */
export class UndecodedPictures {
  #hasGap = false;
  /** Begins with a key frame, and only while somebody needs pixels. */
  #decoder: VideoDecoder | undefined;

  /** Whether the frame may be handed on: after one that was not, only a key frame may. */
  admit({ key }: EncodedVideoFrame, isCongested: boolean): boolean {
    this.#hasGap = isCongested || (this.#hasGap && !key);
    return !this.#hasGap;
  }

  /** The caller owns the pictures. What is damaged gives none up to the next key frame. */
  decode(frame: EncodedVideoFrame): Picture[] {
    if (frame.key) this.#decoder ??= VideoDecoder.live(frame.codec);
    try {
      return this.#decoder?.decode(frame) ?? [];
    } catch (error) {
      if (!(error instanceof PixelError && error.code === 'BAD_DATA')) throw error;
      this.close();
      return [];
    }
  }

  /** Nobody needs pixels; {@link decode} may follow. */
  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }
}
