import type { OverlayMode } from '@crowdlens/schema';
import { ApiError } from '../errors.js';
import type {
  LogName,
  HistoryStore,
  RegionRevision,
  RegionSettings,
} from '../history/HistoryStore.js';
import type { RegionChange, RegionWishes } from './regionEdits.js';
import { checkProcessingWidth, checkRegions } from './regions.js';

/** What a broadcast measures and draws: the present revision of its regions and its overlay, kept in the history. */
export class BroadcastSettings {
  readonly #store: HistoryStore;
  readonly #name: LogName;
  #regions: RegionRevision;
  #overlay: OverlayMode;

  constructor(store: HistoryStore, name: LogName, regions: RegionRevision, overlay: OverlayMode) {
    this.#store = store;
    this.#name = name;
    this.#regions = regions;
    this.#overlay = overlay;
  }

  get regions(): RegionRevision {
    return this.#regions;
  }

  get overlay(): OverlayMode {
    return this.#overlay;
  }

  /**
   * The next revision, checked.
   *
   * @param change - makes the new regions of the present ones; may throw
   * @throws ApiError BAD_USER_INPUT, REVISION_CONFLICT
   */
  async next(
    { expectedRevision, actor }: RegionChange,
    change: (present: RegionSettings) => RegionWishes | Promise<RegionWishes>,
  ): Promise<RegionRevision> {
    const { revision, regions, processingWidth } = this.#regions;
    if (typeof expectedRevision === 'number' && expectedRevision !== revision) {
      throw new ApiError(
        'REVISION_CONFLICT',
        `The regions have been changed meanwhile: their revision is ${revision}, not ${expectedRevision}. Edit what extensions.present has, and send that revision.`,
        { details: { present: { revision, regions, processingWidth } } },
      );
    }
    const wishes = await change(this.#regions);
    return {
      revision: revision + 1,
      at: new Date(),
      actor,
      regions: checkRegions(wishes.regions),
      processingWidth: checkProcessingWidth(wishes.processingWidth ?? processingWidth),
    };
  }

  /** @throws HistoryError */
  async saveRegions(next: RegionRevision): Promise<void> {
    // The present one, too: the first revision of a new broadcast has not been saved yet.
    await this.#store.saveRevisions(this.#name, [this.#regions, next]);
    this.#regions = next;
  }

  /** @throws HistoryError */
  async saveOverlay(mode: OverlayMode): Promise<void> {
    await this.#store.saveOverlay(this.#name, mode);
    this.#overlay = mode;
  }
}
