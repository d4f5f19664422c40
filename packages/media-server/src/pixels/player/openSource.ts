import { PixelError } from '../errors.js';
import { DemoSource } from './DemoSource.js';
import { MediaSource } from './MediaSource.js';
import type { Stopwatch } from '../Stopwatch.js';
import type { PlayerOptions } from '../types.js';
import type { PlayerSource } from './PlayerSource.js';

/**
 * @param uri `demo:crowd`, an absolute path, http(s) or rtsp.
 * @param stopwatch Counts the work of drawing or decoding.
 * @param options The demo has none.
 * @param signal Breaks the opening off.
 * @throws PixelError `CANNOT_OPEN`.
 */
export async function openSource(
  uri: string,
  options: PlayerOptions,
  stopwatch: Stopwatch,
  signal: AbortSignal,
): Promise<PlayerSource> {
  if (uri.startsWith('demo:')) return openDemo(uri, stopwatch);
  return MediaSource.open(uri, options, stopwatch, signal);
}

function openDemo(uri: string, stopwatch: Stopwatch): PlayerSource {
  if (/^demo:crowd(\?|$)/.test(uri)) return new DemoSource(uri, stopwatch);
  throw new PixelError('CANNOT_OPEN', `There is no ${uri}: the only demo is demo:crowd`);
}
