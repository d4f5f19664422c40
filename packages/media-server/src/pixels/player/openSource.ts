import { PixelError } from '../errors.js';
import { DemoSource } from './DemoSource.js';
import { MediaSource } from './MediaSource.js';
import type { PlayerSource } from './PlayerSource.js';

/**
 * @param uri `demo:crowd`, an absolute path, http(s) or rtsp.
 * @param signal Breaks the opening off.
 * @throws PixelError `CANNOT_OPEN`.
 */
export async function openSource(uri: string, signal: AbortSignal): Promise<PlayerSource> {
  if (uri.startsWith('demo:')) return openDemo(uri);
  return MediaSource.open(uri, signal);
}

function openDemo(uri: string): PlayerSource {
  if (/^demo:crowd(\?|$)/.test(uri)) return new DemoSource(uri);
  throw new PixelError('CANNOT_OPEN', `There is no ${uri}: the only demo is demo:crowd`);
}
