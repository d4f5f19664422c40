import type { ShareLink } from '@crowdlens/schema';

/** Share links that can be used, on a disk. Everything rejects with a HistoryError when the database cannot do it. */
export interface ShareLinkStore {
  /** In the order of their making, those that have expired included for a while. */
  shareLinks(): Promise<ShareLink[]>;
  /** Resolves when it is on the disk. */
  addShareLink(link: ShareLink): Promise<void>;
  removeShareLink(id: string): Promise<void>;
}
