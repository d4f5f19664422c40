import { PixelError } from '../errors.js';
import type { PlayerSource } from './PlayerSource.js';

/** A file or a network stream. */
export class MediaSource {
  static async open(uri: string): Promise<PlayerSource> {
    throw new PixelError('CANNOT_OPEN', uri);
  }
}
