import type { EncoderTarget } from '../types.js';

/** What a raw picture is worth. */
const BITS_PER_PIXEL = 0.1;
const NOMINAL_FRAME_RATE = 25;
/** Below this, people cannot be told apart; only who says so gets less. */
const DEFAULT_MIN_BITRATE = 100_000;
/** A change costs libvpx a key frame: only real changes, and not all the time. */
const MIN_CHANGE = 0.25;
const MIN_INTERVAL_US = 3_000_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which rate an encoder should have, bits per second, and when it is worth changing it. */
export class TargetBitrate {
  #current = 0;
  #changedUs = 0;

  /** @param target May be exchanged at any time. */
  constructor(public target: EncoderTarget) {}

  /** The rate for a freshly opened encoder. */
  start(size: Size, nowUs: number): number {
    this.#current = this.#target(size);
    this.#changedUs = nowUs;
    return this.#current;
  }

  /** The new rate when the encoder should change now. */
  change(size: Size, nowUs: number): number | undefined {
    if (nowUs - this.#changedUs < MIN_INTERVAL_US) return undefined;
    const ratio = this.#target(size) / this.#current;
    return Math.abs(ratio - 1) > MIN_CHANGE ? this.start(size, nowUs) : undefined;
  }

  #target({ width, height }: Size): number {
    const { inputBitrate, minBitrate = DEFAULT_MIN_BITRATE, maxBitrate } = this.target;
    const wanted = inputBitrate ?? width * height * NOMINAL_FRAME_RATE * BITS_PER_PIXEL;
    return Math.min(maxBitrate, Math.max(minBitrate, wanted));
  }
}
