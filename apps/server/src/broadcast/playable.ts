import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlayHosts } from '../egress/PlayHosts.js';
import { ForbiddenAddressError } from '../egress/publicAddress.js';
import { badInput } from '../errors.js';

const MAX_LENGTH = 2000;

/**
 * What a PlayerEndpoint is given to play.
 *
 * @param uri - `demo:crowd`, an http, https or rtsp address, or the path of a file below `mediaDir`
 * @throws ApiError BAD_USER_INPUT
 */
export async function playableUri(
  uri: string,
  mediaDir: string,
  playHosts: PlayHosts,
): Promise<string> {
  if (uri.length === 0 || uri.length > MAX_LENGTH) {
    throw badInput(`uri: must have 1 to ${MAX_LENGTH} characters, not ${uri.length}.`);
  }
  if (/^demo:crowd(\?.*)?$/.test(uri)) return uri;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return pathToFileURL(await fileBelow(mediaDir, uri)).href;
  const url = URL.parse(uri);
  if (['http', 'https', 'rtsp'].includes(scheme) && url) {
    await checkHost(url, playHosts);
    return uri;
  }
  throw badInput(
    `uri: must be "demo:crowd", an http, https or rtsp address, or a file below the media directory, not "${uri.slice(0, 100)}".`,
  );
}

async function checkHost(url: URL, playHosts: PlayHosts): Promise<void> {
  try {
    await playHosts.check(url);
  } catch (error) {
    if (error instanceof ForbiddenAddressError) throw badInput(`uri: ${error.message}.`);
    throw error;
  }
}

async function fileBelow(mediaDir: string, path: string): Promise<string> {
  // The same words for "not there" and "not allowed": what lies elsewhere is nobody's business.
  const refused = () =>
    badInput(`uri: there is no file "${path.slice(0, 100)}" below the media directory.`);
  try {
    const root = await realpath(mediaDir);
    const file = await realpath(join(root, path));
    if (file.startsWith(root + sep) && (await stat(file)).isFile()) return file;
  } catch {
    throw refused();
  }
  throw refused();
}
