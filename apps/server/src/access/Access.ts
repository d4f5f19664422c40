import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Role } from '@crowdlens/schema';
import type { ShareLink, ShareLinkInput } from '@crowdlens/schema';
import { isBroadcastId } from '../broadcast/broadcastId.js';
import type { Config } from '../config.js';
import { ApiError, badInput } from '../errors.js';
import { AccessTokens } from './AccessTokens.js';
import { anonymous, missingToken } from './Caller.js';
import type { Caller } from './Caller.js';
import { keptSecret } from './keptSecret.js';
import { SignedPaths } from './SignedPaths.js';

const MIN_VALID_SECONDS = 60;
const MAX_VALID_SECONDS = 365 * 24 * 3600;

/** Says who may do what. Switched off, everybody is an operator. */
export class Access {
  /** With it one is an operator. */
  readonly operatorToken: string | undefined;
  /** Addresses that work without a token for a while. */
  readonly signedPaths: SignedPaths;
  readonly #nobody: Caller | undefined;
  readonly #tokens: AccessTokens;
  readonly #isOn: boolean;

  /**
   * @param exposed - whether others than this machine can reach the server: then tokens are wanted,
   * and where none are set up, an operator token is made
   */
  static async open(config: Config, exposed: boolean): Promise<Access> {
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
    const isOn = exposed || isSetUp;
    return new Access(tokens, new SignedPaths(secret), operatorToken, isOn, config.anonymousRole);
  }

  private constructor(
    tokens: AccessTokens,
    signedPaths: SignedPaths,
    operatorToken: string | undefined,
    isOn: boolean,
    anonymousRole: Role | undefined,
  ) {
    this.#tokens = tokens;
    this.signedPaths = signedPaths;
    this.operatorToken = operatorToken;
    this.#isOn = isOn;
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
    return this.#tokens.verify(token);
  }

  /** @throws ApiError BAD_USER_INPUT */
  async shareLink({ role, broadcastId, validForSeconds }: ShareLinkInput): Promise<ShareLink> {
    const only = broadcastId ?? undefined;
    if (only !== undefined && role === Role.OPERATOR) {
      throw badInput('broadcastId: is not for OPERATOR, who may use all broadcasts.');
    }
    if (only !== undefined && !isBroadcastId(only)) {
      throw badInput(
        `broadcastId: must be 1 to 64 letters, digits, "-" or "_", not "${only.slice(0, 64)}".`,
      );
    }
    if (validForSeconds < MIN_VALID_SECONDS || validForSeconds > MAX_VALID_SECONDS) {
      throw badInput(
        `validForSeconds: must be from ${MIN_VALID_SECONDS} to ${MAX_VALID_SECONDS}, not ${validForSeconds}.`,
      );
    }
    // A token counts in whole seconds.
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + validForSeconds) * 1000);
    const token = await this.#tokens.issue(role, expiresAt, only);
    return { token, role, broadcastId: only ?? null, expiresAt };
  }
}

/** Digests have one length, and comparing them takes the same time wherever they differ. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(sha256(given), sha256(wanted));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
