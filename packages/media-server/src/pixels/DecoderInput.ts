import type { EncodedVideoFrame } from '../frames.js';
import { Backlog } from './Backlog.js';

const MAX_WAITING = 32;
const KEY_FRAME_REQUEST_INTERVAL_MS = 300;

/** The main thread's end of a decoder: lets no more frames wait than the worker may catch up with. */
export class DecoderInput {
  readonly waiting = new Backlog();
  #dropping = false;
  #framesDropped = 0;
  #lastRequestMs = Number.NEGATIVE_INFINITY;

  /** Frames that were never sent to the worker. */
  get framesDropped(): number {
    return this.#framesDropped;
  }

  /** Whether the frame may be sent. After a drop, frames are of use from the next key frame on. */
  admit(frame: EncodedVideoFrame): boolean {
    const full = this.waiting.size >= MAX_WAITING;
    this.#dropping = full || (this.#dropping && !frame.key);
    if (this.#dropping) this.#framesDropped++;
    else this.waiting.enter();
    return !this.#dropping;
  }

  /** Whether it is time to ask for a key frame (again). */
  mayRequestKeyFrame(): boolean {
    const now = performance.now();
    if (now - this.#lastRequestMs < KEY_FRAME_REQUEST_INTERVAL_MS) return false;
    this.#lastRequestMs = now;
    return true;
  }
}
