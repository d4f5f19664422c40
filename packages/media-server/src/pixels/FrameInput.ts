import type { EncodedAudioFrame, EncodedVideoFrame } from '../frames.js';
import { Backlog } from './Backlog.js';

const KEY_FRAME_REQUEST_INTERVAL_MS = 300;

/** The main thread's end of a decoder or a recording: lets no more frames wait than the worker may catch up with. */
export class FrameInput {
  readonly waiting = new Backlog();
  readonly #maxWaiting: number;
  #dropping: boolean;
  #framesDropped = 0;
  #lastRequestMs = Number.NEGATIVE_INFINITY;

  /** @param startsAtKeyFrame Whether frames before the first key frame are of no use. */
  constructor({ maxWaiting = 32, startsAtKeyFrame = false } = {}) {
    this.#maxWaiting = maxWaiting;
    this.#dropping = startsAtKeyFrame;
  }

  /** Frames that were never sent to the worker. */
  get framesDropped(): number {
    return this.#framesDropped;
  }

  /** Whether the frame may be sent. After a drop, pictures are of use from the next key frame on. */
  admit(frame: EncodedVideoFrame | EncodedAudioFrame): boolean {
    const full = this.waiting.size >= this.#maxWaiting;
    const refused = 'key' in frame ? this.#drops(frame, full) : full;
    if (refused) this.#framesDropped++;
    else this.waiting.enter();
    return !refused;
  }

  /** Nothing is of use any more before the next key frame. */
  restart(): void {
    this.#dropping = true;
  }

  /** Whether it is time to ask for a key frame (again). */
  mayRequestKeyFrame(): boolean {
    const now = performance.now();
    if (now - this.#lastRequestMs < KEY_FRAME_REQUEST_INTERVAL_MS) return false;
    this.#lastRequestMs = now;
    return true;
  }

  #drops({ key }: EncodedVideoFrame, full: boolean): boolean {
    this.#dropping = full || (this.#dropping && !key);
    return this.#dropping;
  }
}
