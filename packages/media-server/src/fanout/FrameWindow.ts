import { isVideo, type EncodedAudioFrame, type EncodedVideoFrame } from '../frames.js';

/** More frames than this on their way say that a process is behind: a second of pictures, or a bit more. */
const MAX_WAITING = 32;

/** The frames of one source that are on their way to a process. A pipe takes any number; here it is bounded. */
export class FrameWindow {
  #waiting = 0;
  /** A picture was left out that others are decoded from: the next one of use is a key frame. */
  #isBroken = false;

  /** Whether it takes a key frame to go on, and one would be taken. */
  get needsKeyFrame(): boolean {
    return this.#isBroken && this.#waiting < MAX_WAITING;
  }

  /**
   * Whether a frame may go. Beyond half of the window pictures are left out that no other is decoded from, beyond the
   * whole of it all up to a key frame.
   */
  admit(frame: EncodedVideoFrame | EncodedAudioFrame): boolean {
    const isAdmitted = isVideo(frame) ? this.#takes(frame) : this.#waiting < MAX_WAITING;
    if (isAdmitted) this.#waiting++;
    return isAdmitted;
  }

  /** One has arrived and is dealt with. */
  done(): void {
    this.#waiting--;
  }

  #takes({ key, isDiscardable = false }: EncodedVideoFrame): boolean {
    if (isDiscardable && this.#waiting >= MAX_WAITING / 2) return false;
    this.#isBroken = this.#waiting >= MAX_WAITING || (this.#isBroken && !key);
    return !this.#isBroken;
  }
}
