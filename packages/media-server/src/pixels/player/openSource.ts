import { PixelError } from '../errors.js';
import { DemoSource } from './DemoSource.js';
import { MediaSource } from './MediaSource.js';
import type { PlayerSource } from './PlayerSource.js';

/** @throws PixelError `CANNOT_OPEN`. */
export async function openSource(uri: string): Promise<PlayerSource> {
  if (uri.startsWith('demo:')) return openDemo(uri);
  return MediaSource.open(uri);
}

function openDemo(uri: string): PlayerSource {
  if (/^demo:crowd(\?|$)/.test(uri)) return new DemoSource(uri);
  throw new PixelError('CANNOT_OPEN', `There is no ${uri}: the only demo is demo:crowd`);
}
