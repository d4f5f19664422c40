import { Role } from '@crowdlens/schema';
import type { ShareLink } from '@crowdlens/schema';
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { ApiError } from '../errors.js';
import { roleNamed } from './Caller.js';

/** What a token says. */
export interface VerifiedToken {
  readonly role: Role;
  /** The person or program that it was given to; undefined when it may be anybody's. */
  readonly subject: string | undefined;
  /** The only broadcast that it is for; undefined for all. */
  readonly broadcastId: string | undefined;
  /** The share link that it is of; undefined for none. */
  readonly linkId: string | undefined;
  readonly expiresAt: Date;
}

/** Where the keys are. */
export interface AccessTokenOptions {
  /** Signs share links and whatever others sign with it (HS256). */
  readonly secret: Uint8Array;
  /** Public keys of an identity provider (RFC 7517). */
  readonly jwksUrl: string | undefined;
  /** What the provider's tokens must name as `iss`. */
  readonly issuer: string | undefined;
  /** What the provider's tokens must name as `aud`. */
  readonly audience: string;
}

const MAX_LENGTH = 8192;
const JWKS_TIMEOUT_MS = 5000;

/**
 * JSON Web Tokens (RFC 7519) with the claims `role` (viewer, presenter, operator) and `exp`, `sub`
 * when they are somebody's, `broadcast` when they are for one alone (never an operator's), and `link`
 * when they are of a share link: signed with our secret, or by an identity provider.
 */
export class AccessTokens {
  readonly #options: AccessTokenOptions;
  readonly #provider: JWTVerifyGetKey | undefined;

  constructor(options: AccessTokenOptions) {
    this.#options = options;
    if (options.jwksUrl !== undefined) {
      this.#provider = createRemoteJWKSet(new URL(options.jwksUrl), {
        timeoutDuration: JWKS_TIMEOUT_MS,
      });
    }
  }

  /** @throws ApiError UNAUTHENTICATED */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      if (token.length > MAX_LENGTH) throw new errors.JWTInvalid('it is too long');
      return contentOf(await this.#payload(token));
    } catch (cause) {
      throw new ApiError('UNAUTHENTICATED', explain(cause), { cause });
    }
  }

  /** The token of a share link. */
  issue({ id, role, broadcastId, expiresAt }: ShareLink): Promise<string> {
    const scope = broadcastId === null ? {} : { broadcast: broadcastId };
    return new SignJWT({ role: role.toLowerCase(), link: id, ...scope })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(expiresAt)
      .sign(this.#options.secret);
  }

  async #payload(token: string): Promise<JWTPayload> {
    const options: JWTVerifyOptions = { requiredClaims: ['exp'] };
    // The algorithms are bound to the kind of key, so that nobody signs with a public one (RFC 8725, 3.1).
    if (this.#provider === undefined || decodeProtectedHeader(token).alg === 'HS256') {
      const { payload } = await jwtVerify(token, this.#options.secret, {
        ...options,
        algorithms: ['HS256'],
      });
      return payload;
    }
    const { audience, issuer } = this.#options;
    const { payload } = await jwtVerify(token, this.#provider, {
      ...options,
      algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      audience,
      ...(issuer !== undefined && { issuer }),
    });
    return payload;
  }
}

function contentOf({ role, sub, broadcast, link, exp }: JWTPayload): VerifiedToken {
  const known = roleNamed(role);
  if (known === undefined) {
    throw new errors.JWTClaimValidationFailed('its claim "role" is none', {}, 'role');
  }
  // One that cannot be understood must not count as none: it would open everything.
  const isForAll = broadcast === undefined || broadcast === null;
  const isForOne = typeof broadcast === 'string' && known !== Role.OPERATOR;
  if (!isForAll && !isForOne) {
    throw new errors.JWTClaimValidationFailed('its claim "broadcast" is none', {}, 'broadcast');
  }
  if (link !== undefined && typeof link !== 'string') {
    throw new errors.JWTClaimValidationFailed('its claim "link" is none', {}, 'link');
  }
  return {
    role: known,
    subject: sub,
    broadcastId: isForOne ? broadcast : undefined,
    linkId: link,
    // It is a required claim.
    expiresAt: new Date(exp! * 1000),
  };
}

function explain(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return 'The token has expired: get another one.';
  if (cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)) {
    return 'The token cannot be checked, since the keys at JWKS_URL cannot be had. Try again.';
  }
  return 'The token is wrong: it is neither the operator token nor signed for this server with a role (viewer, presenter, operator).';
}
