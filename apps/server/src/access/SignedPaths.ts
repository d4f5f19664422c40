import { createHmac, timingSafeEqual } from 'node:crypto';

const HOUR_MS = 3600 * 1000;

/**
 * Addresses that work for everybody who has them, for a while: a `<video>` cannot send a token in a
 * header, and one in the address would be good for everything else, too.
 */
export class SignedPaths {
  readonly #key: Buffer;
  readonly #isLinkGood: (id: string) => boolean;

  /**
   * @param secret - also used for other things; what is signed with it here is of no use there
   * @param isLinkGood - whether a share link is still good
   */
  constructor(secret: Uint8Array, isLinkGood: (id: string) => boolean) {
    this.#key = createHmac('sha256', secret).update('crowdlens: signed paths').digest();
    this.#isLinkGood = isLinkGood;
  }

  /**
   * The path with a signature that is good for one to two hours. Within an hour it is the same, so
   * that browsers find what they have kept.
   *
   * @param linkId - of the share link that it ends with
   * @param now - milliseconds since 1970
   */
  sign(path: string, linkId?: string, now = Date.now()): string {
    const expires = String((Math.floor(now / HOUR_MS) + 2) * HOUR_MS);
    const link = linkId === undefined ? {} : { link: linkId };
    const signature = this.#signature(path, expires, linkId);
    return `${path}?${new URLSearchParams({ expires, ...link, signature }).toString()}`;
  }

  /** Whether `query` makes a path that was signed and is still good. */
  isSigned(path: string, query: Readonly<Record<string, unknown>>, now = Date.now()): boolean {
    const { expires, link, signature } = query;
    if (typeof expires !== 'string' || typeof signature !== 'string') return false;
    if (link !== undefined && typeof link !== 'string') return false;
    const wanted = Buffer.from(this.#signature(path, expires, link));
    const given = Buffer.from(signature);
    const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
    return isOurs && Number(expires) > now && (link === undefined || this.#isLinkGood(link));
  }

  #signature(path: string, expires: string, linkId: string | undefined): string {
    const signed = JSON.stringify([path, expires, linkId]);
    return createHmac('sha256', this.#key).update(signed).digest('base64url');
  }
}
