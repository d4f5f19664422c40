import { randomUUID } from 'node:crypto';
import { Role } from '@crowdlens/schema';
import type {
  CreatedShareLink,
  ShareLink,
  ShareLinkInput,
  ShareLinksApi,
  Validity,
} from '@crowdlens/schema';
import { checkBroadcastId, checkName } from '../checkInput.js';
import { ApiError, badInput } from '../errors.js';
import { Signal } from '../events/Signal.js';
import type { ShareLinkStore } from '../history/ShareLinkStore.js';
import type { Plain } from '../plain.js';
import type { AccessTokens } from './AccessTokens.js';

const MIN_VALID_SECONDS = 60;
const MAX_VALID_SECONDS = 365 * 24 * 3600;
const MAX_LINKS = 1000;

/** Links that let others in: made, listed, and taken back. */
export class ShareLinks implements ShareLinksApi {
  readonly #store: ShareLinkStore;
  readonly #tokens: AccessTokens;
  readonly #links = new Map<string, ShareLink>();
  /** Some link has been taken back. */
  readonly #revoked = new Signal();

  /** @throws HistoryError */
  static async open(store: ShareLinkStore, tokens: AccessTokens): Promise<ShareLinks> {
    return new ShareLinks(store, tokens, await store.shareLinks());
  }

  private constructor(store: ShareLinkStore, tokens: AccessTokens, kept: readonly ShareLink[]) {
    this.#store = store;
    this.#tokens = tokens;
    kept.forEach((link) => this.#links.set(link.id, link));
  }

  all(): ShareLink[] {
    const now = new Date();
    return [...this.#links.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  find(id: string): ShareLink | undefined {
    return this.#links.get(id);
  }

  /** Whether there is a link of this id that has neither expired nor been taken back. */
  isGood(id: string): boolean {
    const link = this.#links.get(id);
    return link !== undefined && link.expiresAt > new Date();
  }

  /** @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED; HistoryError */
  async create(input: ShareLinkInput, actor: string): Promise<CreatedShareLink> {
    checkInput(input);
    this.#forgetExpired();
    if (this.#links.size >= MAX_LINKS) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `There can be ${MAX_LINKS} share links. Revoke one that is not needed (revokeShareLink).`,
      );
    }
    const createdAt = new Date();
    // A token counts in whole seconds.
    const expiresAt = (Math.floor(createdAt.getTime() / 1000) + input.validForSeconds) * 1000;
    const link: Plain<ShareLink> = {
      id: randomUUID(),
      name: input.name ?? null,
      role: input.role,
      broadcastId: input.broadcastId ?? null,
      createdAt,
      createdBy: actor,
      expiresAt: new Date(expiresAt),
    };
    const token = await this.#tokens.issue(link);
    await this.#store.addShareLink(link);
    this.#links.set(link.id, link);
    return { ...link, token };
  }

  /** Whoever came in with it is out at once. @throws HistoryError */
  async revoke(id: string): Promise<boolean> {
    if (!this.#links.has(id)) return false;
    await this.#store.removeShareLink(id);
    this.#links.delete(id);
    this.#revoked.notify();
    return true;
  }

  /** Good until the link of this id is taken back. */
  validity(id: string): Pick<Validity, 'onEnd'> {
    return {
      onEnd: (callback) => {
        // Since the token was checked, it may have been.
        if (!this.#links.has(id)) {
          const soon = setImmediate(callback);
          return () => clearImmediate(soon);
        }
        const unlisten = this.#revoked.listen(() => {
          if (this.#links.has(id)) return;
          unlisten();
          callback();
        });
        return unlisten;
      },
    };
  }

  /** Reads them again: another server has made some or taken some back. @throws HistoryError */
  async reload(): Promise<void> {
    const kept = await this.#store.shareLinks();
    this.#links.clear();
    kept.forEach((link) => this.#links.set(link.id, link));
    this.#revoked.notify();
  }

  #forgetExpired(): void {
    const now = new Date();
    for (const { id, expiresAt } of this.#links.values()) {
      if (expiresAt <= now) this.#links.delete(id);
    }
  }
}

/** @throws ApiError BAD_USER_INPUT */
function checkInput({ role, name, broadcastId, validForSeconds }: ShareLinkInput): void {
  if (typeof name === 'string') checkName('name', name);
  if (typeof broadcastId === 'string' && role === Role.OPERATOR) {
    throw badInput('broadcastId: is not for OPERATOR, who may use all broadcasts.');
  }
  if (typeof broadcastId === 'string') checkBroadcastId('broadcastId', broadcastId);
  if (validForSeconds < MIN_VALID_SECONDS || validForSeconds > MAX_VALID_SECONDS) {
    throw badInput(
      `validForSeconds: must be from ${MIN_VALID_SECONDS} to ${MAX_VALID_SECONDS}, not ${validForSeconds}.`,
    );
  }
}
