import type { EncoderTarget } from '../types.js';

/** The longer side of a small picture at most, pixels. */
const MAX_SIDE = 320;
const MIN_SIDE = 16;
/** Bits per second. */
const MAX_BITRATE = 250_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of small pictures: half of what comes, or less, with the same proportions. */
export function smallSize({ width, height }: Size): Size {
  const factor = Math.min(0.5, MAX_SIDE / Math.max(width, height));
  const side = (length: number) => Math.max(MIN_SIDE, Math.round((length * factor) / 2) * 2);
  return { width: side(width), height: side(height) };
}

/** What an encoder of small pictures aims at: what they are worth, whatever the camera sends. */
export function smallTarget({ maxBitrate, maxFrameRate }: EncoderTarget): EncoderTarget {
  return { maxBitrate: Math.min(maxBitrate, MAX_BITRATE), maxFrameRate };
}
