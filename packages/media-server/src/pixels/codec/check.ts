import { AV_LOG_FATAL } from 'node-av/constants';
import { FFmpegError, Log } from 'node-av/lib';
import { PixelError } from '../errors.js';
import type { PixelErrorCode } from '../errors.js';

// FFmpeg would write a line for every broken packet; what matters comes as an error.
Log.setLevel(AV_LOG_FATAL);

/**
 * Turns FFmpeg's negative results into a typed error.
 * @returns The result, when it is not negative.
 * @throws PixelError with `code` and FFmpeg's own words.
 */
export function check(result: number, what: string, code: PixelErrorCode = 'CODEC_FAILED'): number {
  if (result < 0) throw new PixelError(code, `${what}: ${FFmpegError.strerror(result)}`);
  return result;
}

/** The value, or a typed error when FFmpeg was built without it or is out of memory. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new PixelError('CODEC_FAILED', `${what} is not available in this FFmpeg`);
  }
  return value;
}
