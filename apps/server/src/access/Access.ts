import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Role } from '@crowdlens/schema';
import type { Validity, ValidityFacts } from '@crowdlens/schema';
import type { Config } from '../config.js';
import { ApiError } from '../errors.js';
import type { ShareLinkStore } from '../history/ShareLinkStore.js';
import { AccessTokens } from './AccessTokens.js';
import type { VerifiedToken } from './AccessTokens.js';
import { anonymous, missingToken } from './Caller.js';
import type { Caller } from './Caller.js';
import { keptSecret } from './keptSecret.js';
import { ShareLinks } from './ShareLinks.js';
import { SignedPaths } from './SignedPaths.js';
import { validUntil, validWith } from './validity.js';

interface AccessParts {
  readonly tokens: AccessTokens;
  readonly shareLinks: ShareLinks;
  /** Signs paths. */
  readonly secret: Uint8Array;
  readonly operatorToken: string | undefined;
  readonly isOn: boolean;
}

/** Says who may do what. Switched off, everybody is an operator. */
export class Access {
  /** With it one is an operator. */
  readonly operatorToken: string | undefined;
  /** Addresses that work without a token for a while. */
  readonly signedPaths: SignedPaths;
  readonly shareLinks: ShareLinks;
  readonly #nobody: Caller | undefined;
  readonly #tokens: AccessTokens;
  readonly #isOn: boolean;

  /**
   * @param store - of the share links
   * @param exposed - whether others than this machine can reach the server: then tokens are wanted,
   * and where none are set up, an operator token is made
   * @throws HistoryError
   */
  static async open(config: Config, store: ShareLinkStore, exposed: boolean): Promise<Access> {
    const { jwtSecret, jwksUrl } = config;
    const isSetUp = (config.operatorToken ?? jwtSecret ?? jwksUrl) !== undefined;
    const operatorToken =
      config.operatorToken ??
      (exposed && !isSetUp ? randomBytes(18).toString('base64url') : undefined);
    const secret =
      jwtSecret === undefined
        ? await keptSecret(config.dataDir)
        : new TextEncoder().encode(jwtSecret);
    const tokens = new AccessTokens({
      secret,
      jwksUrl,
      issuer: config.jwtIssuer,
      audience: config.jwtAudience,
    });
    const shareLinks = await ShareLinks.open(store, tokens);
    const isOn = exposed || isSetUp;
    const parts = { tokens, shareLinks, secret, operatorToken, isOn };
    return new Access(parts, config.anonymousRole);
  }

  private constructor(parts: AccessParts, anonymousRole: Role | undefined) {
    this.#tokens = parts.tokens;
    this.shareLinks = parts.shareLinks;
    this.signedPaths = new SignedPaths(parts.secret, {
      isLinkGood: (id) => parts.shareLinks.isGood(id),
      validity: (facts) => this.validity(facts),
    });
    this.operatorToken = parts.operatorToken;
    this.#isOn = parts.isOn;
    this.#nobody = anonymousRole && anonymous(anonymousRole);
  }

  /**
   * @param authorization - as in HTTP's header: `Bearer TOKEN` (RFC 6750, 2.1)
   * @throws ApiError UNAUTHENTICATED
   */
  async identify(authorization: unknown): Promise<Caller> {
    if (!this.#isOn) return anonymous(Role.OPERATOR);
    if (authorization === undefined || authorization === null || authorization === '') {
      if (this.#nobody) return this.#nobody;
      throw missingToken(Role.VIEWER);
    }
    const token =
      typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
    if (token === undefined) {
      throw new ApiError('UNAUTHENTICATED', 'authorization: must be "Bearer TOKEN".');
    }
    if (this.operatorToken !== undefined && isSame(token, this.operatorToken)) {
      return { ...anonymous(Role.OPERATOR), name: 'operator' };
    }
    return this.#callerWith(await this.#tokens.verify(token));
  }

  /** Good until its time, and as long as its share link is. */
  validity({ expiresAt, linkId }: ValidityFacts): Validity {
    const validity = validUntil(expiresAt);
    if (linkId === undefined) return validity;
    return { ...validWith(validity, this.shareLinks.validity(linkId)), linkId };
  }

  /** @throws ApiError UNAUTHENTICATED for a share link that was taken back */
  #callerWith({ role, subject, broadcastId, linkId, expiresAt }: VerifiedToken): Caller {
    const name = subject ?? role.toLowerCase();
    if (linkId === undefined) {
      return { role, name, subject, broadcastId, validity: this.validity({ expiresAt }) };
    }
    const link = this.shareLinks.find(linkId);
    if (!link) {
      throw new ApiError('UNAUTHENTICATED', 'The share link was taken back: ask for another one.');
    }
    return {
      role,
      name: link.name ?? name,
      subject,
      broadcastId,
      validity: this.validity({ expiresAt, linkId }),
    };
  }
}

/** Digests have one length, and comparing them takes the same time wherever they differ. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(sha256(given), sha256(wanted));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
