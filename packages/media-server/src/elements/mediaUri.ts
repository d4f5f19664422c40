import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { KurentoError } from '../protocol/errors.js';

const remote = new Set(['http:', 'https:', 'rtsp:', 'demo:']);

/**
 * What a player may open: network streams and `demo:` as they are; a `file:` URL or a path,
 * relative to the media directory, as the real path of an existing file below that directory.
 * Throws URI_PATH_FILE_NOT_FOUND for anything else.
 */
export async function resolveMediaUri(uri: string, mediaDir: string | undefined): Promise<string> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url && remote.has(url.protocol)) return uri;
  if (url && (url.protocol !== 'file:' || url.host !== '')) {
    throw refused(uri, 'only files of this machine, http, https, rtsp and demo can be played');
  }
  if (mediaDir === undefined)
    throw refused(uri, 'the server was started without a media directory');
  const root = await realpath(mediaDir);
  const file = path.resolve(root, url ? fileURLToPath(url) : uri);
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !real.startsWith(root + path.sep)) {
    throw refused(uri, 'there is no such file in the media directory');
  }
  return real;
}

function refused(uri: string, reason: string): KurentoError {
  return new KurentoError('URI_PATH_FILE_NOT_FOUND', `Cannot play '${uri}': ${reason}`);
}
