import { createHmac, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3600 * 1000;

/**
 * Addresses that work for everybody who has them, for a while: a `<video>` cannot send a token in a
 * header, and one in the address would be good for everything else, too.
 */
export class SignedPaths {
  readonly #key: Buffer;

  /** @param secret - also used for other things; what is signed with it here is of no use there */
  constructor(secret: Uint8Array) {
    this.#key = createHmac('sha256', secret).update('crowdlens: signed paths').digest();
  }

  /**
   * The path with a signature that is good for one to two hours. Within an hour it is the same, so
   * that browsers find what they have kept.
   *
   * @param now - milliseconds since 1970
   */
  sign(path: string, now = Date.now()): string {
    const expires = (Math.floor(now / HOUR_MS) + 2) * HOUR_MS;
    return `${path}?expires=${expires}&signature=${this.#signature(path, String(expires))}`;
  }

  /** Whether `query` makes a path that was signed and is still good. */
  isSigned(path: string, query: Readonly<Record<string, unknown>>, now = Date.now()): boolean {
    const { expires, signature } = query;
    if (typeof expires !== 'string' || typeof signature !== 'string') return false;
    const wanted = Buffer.from(this.#signature(path, expires));
    const given = Buffer.from(signature);
    const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
    return isOurs && Number(expires) > now;
  }

  #signature(path: string, expires: string): string {
    return createHmac('sha256', this.#key).update(`${path} ${expires}`).digest('base64url');
  }
}
