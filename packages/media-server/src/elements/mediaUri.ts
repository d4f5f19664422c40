import { lstat, mkdir, realpath } from 'node:fs/promises';
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
  const [root, file] = await locate(uri, url, mediaDir);
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !isBelow(real, root)) {
    throw refused(uri, 'there is no such file in the media directory');
  }
  return real;
}

/**
 * Where a recorder may write: a `file:` URL or a path, relative to the directory for recordings, as a path
 * below that directory whose folders exist. Throws URI_PATH_FILE_NOT_FOUND for anything else.
 */
export async function resolveRecordingUri(
  uri: string,
  recordingsDir: string | undefined,
): Promise<string> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const [root, file] = await locate(uri, url, recordingsDir);
  // A link, on the way or in place of the file, may lead out of the directory.
  const folder = await nearestExisting(path.dirname(file));
  const isInside = isBelow(file, root) && (folder === root || isBelow(folder, root));
  const isLink = await lstat(file).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  if (!isInside || isLink || file.includes('\0')) {
    throw refused(uri, 'recordings are written into the directory for recordings only');
  }
  await mkdir(path.dirname(file), { recursive: true });
  return file;
}

/** The directory, and the file that a URI means in it. */
async function locate(
  uri: string,
  url: URL | undefined,
  directory: string | undefined,
): Promise<[root: string, file: string]> {
  if (url && (url.protocol !== 'file:' || url.host !== '')) {
    throw refused(uri, 'only files of this machine, and to play also http, https, rtsp and demo');
  }
  if (directory === undefined)
    throw refused(uri, 'the server was started without a directory for such files');
  const root = await realpath(directory);
  return [root, path.resolve(root, url ? fileURLToPath(url) : uri)];
}

/** The real path of a folder, or of the first one above it that exists. */
async function nearestExisting(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => undefined);
  return real ?? nearestExisting(path.dirname(folder));
}

function isBelow(file: string, root: string): boolean {
  return file.startsWith(root + path.sep);
}

function refused(uri: string, reason: string): KurentoError {
  return new KurentoError('URI_PATH_FILE_NOT_FOUND', `Cannot open '${uri}': ${reason}`);
}
