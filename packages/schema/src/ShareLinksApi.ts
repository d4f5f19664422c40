import type { CreatedShareLink, ShareLink, ShareLinkInput } from './types/access.js';

/** What a server must be able to do with share links. */
export interface ShareLinksApi {
  /** Those that can be used. */
  all(): ShareLink[];
  /** @param actor - who makes it */
  create(input: ShareLinkInput, actor: string): Promise<CreatedShareLink>;
  /** @returns false when there is none of this id */
  revoke(id: string): Promise<boolean>;
}
