import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Validity, ValidityFacts } from '@crowdlens/schema';
import { z } from 'zod';

const HOUR_MS = 3600 * 1000;

/** What {@link SignedPaths} asks about the tokens with which paths were asked for. */
export interface TokenFacts {
  /** Whether a share link is still good. */
  isLinkGood(id: string): boolean;
  validity(facts: ValidityFacts): Validity;
}

/** A signed path that is good. */
export interface SignedPath {
  /** Of the token with which it was asked for: what is begun with it ends with that. Undefined without one. */
  readonly validity: Validity | undefined;
}

const parameters = z.object({
  expires: z.string(),
  /** When the token ends with which the path was asked for. */
  until: z.string().exactOptional(),
  /** The share link of that token. */
  link: z.string().exactOptional(),
  signature: z.string(),
});

type Signed = Omit<z.infer<typeof parameters>, 'signature'>;

/**
 * Addresses that work for everybody who has them, for a while: a `<video>` cannot send a token in a
 * header, and one in the address would be good for everything else, too.
 */
export class SignedPaths {
  readonly #key: Buffer;
  readonly #tokens: TokenFacts;

  /** @param secret - also used for other things; what is signed with it here is of no use there */
  constructor(secret: Uint8Array, tokens: TokenFacts) {
    this.#key = createHmac('sha256', secret).update('crowdlens: signed paths').digest();
    this.#tokens = tokens;
  }

  /**
   * The path with a signature that is good for one to two hours. Within an hour it is the same, so
   * that browsers find what they have kept.
   *
   * @param token - with which it is asked for, and ends
   * @param now - milliseconds since 1970
   */
  sign(path: string, token?: ValidityFacts, now = Date.now()): string {
    const signed: Signed = {
      expires: String((Math.floor(now / HOUR_MS) + 2) * HOUR_MS),
      ...(token && { until: String(token.expiresAt.getTime()) }),
      ...(token?.linkId !== undefined && { link: token.linkId }),
    };
    const query = new URLSearchParams({ ...signed, signature: this.#signature(path, signed) });
    return `${path}?${query.toString()}`;
  }

  /** @returns undefined when `query` does not make a path of it that was signed and is still good */
  check(
    path: string,
    query: Readonly<Record<string, unknown>>,
    now = Date.now(),
  ): SignedPath | undefined {
    const { data } = parameters.safeParse(query);
    if (!data) return undefined;
    const { signature, ...signed } = data;
    const wanted = Buffer.from(this.#signature(path, signed));
    const given = Buffer.from(signature);
    const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
    return isOurs && this.#isGood(signed, now) ? { validity: this.#validity(signed) } : undefined;
  }

  #isGood({ expires, until = expires, link }: Signed, now: number): boolean {
    const isInTime = Math.min(Number(expires), Number(until)) > now;
    return isInTime && (link === undefined || this.#tokens.isLinkGood(link));
  }

  #validity({ until, link }: Signed): Validity | undefined {
    if (until === undefined) return undefined;
    const expiresAt = new Date(Number(until));
    return this.#tokens.validity(link === undefined ? { expiresAt } : { expiresAt, linkId: link });
  }

  #signature(path: string, { expires, until, link }: Signed): string {
    const signed = JSON.stringify([path, expires, until, link]);
    return createHmac('sha256', this.#key).update(signed).digest('base64url');
  }
}
