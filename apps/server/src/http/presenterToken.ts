import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../errors.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/**
 * Whether a caller may present.
 *
 * @param wanted - the presenter token; undefined when everybody may present
 * @param authorization - what the caller sent: `Bearer TOKEN`
 * @throws ApiError UNAUTHENTICATED
 */
export function checkPresenterToken(wanted: string | undefined, authorization: unknown): true {
  if (wanted === undefined) return true;
  const given =
    typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
  // Digests have one length, and comparing them takes the same time wherever they differ.
  if (given !== undefined && timingSafeEqual(sha256(given), sha256(wanted))) return true;
  throw new ApiError(
    'UNAUTHENTICATED',
    given === undefined
      ? 'This needs the presenter token that the server printed at start: send it as "Authorization: Bearer TOKEN", or as "authorization" in the payload of connection_init.'
      : 'The presenter token is wrong. The server printed the right one at start.',
  );
}
