import type { ApiClient } from '../api/client.js';
import type { LiveBroadcast } from '../api/liveBroadcast.svelte.js';
import type { Broadcast } from '../api/operations/broadcasts.js';
import type { RegionOfInterest } from '../api/operations/regions.js';
import { codeOf } from '../ui/problems.js';
import { change, select, startDraft, type Draft } from './draft/draft.js';
import { merge, type Side } from './merging.js';
import { saveRegions } from './saveRegions.js';

/** Regions as the server had them at one revision. */
interface RegionSet {
  readonly revision: number;
  readonly regions: readonly RegionOfInterest[];
}

/** One person's editing of a broadcast's regions, from "Edit" to saved or given up. */
export class RegionEditing {
  readonly #client: ApiClient;
  readonly #live: LiveBroadcast;
  #base = $state.raw<RegionSet>({ revision: 0, regions: [] });
  #draft = $state.raw<Draft>(startDraft([]));
  #saving = $state(false);
  #error = $state.raw<unknown>();

  constructor(client: ApiClient, live: LiveBroadcast) {
    this.#client = client;
    this.#live = live;
    this.#base = this.#current();
    this.#draft = startDraft(this.#base.regions);
  }

  get broadcastId(): string {
    return this.#live.id;
  }

  get draft(): Draft {
    return this.#draft;
  }

  /** The regions that editing started from. */
  get base(): RegionSet {
    return this.#base;
  }

  /** What somebody else has saved meanwhile. */
  get theirs(): RegionSet | undefined {
    const current = this.#current();
    return current.revision > this.#base.revision && !this.#saving ? current : undefined;
  }

  get saving(): boolean {
    return this.#saving;
  }

  /** Why the last attempt to save failed. */
  get error(): unknown {
    return this.#error;
  }

  /** Makes the change that `edit` says, with what it wants to know. */
  apply<Details extends unknown[]>(
    edit: (draft: Draft, ...details: Details) => Draft,
    ...details: Details
  ): void {
    this.#draft = edit(this.#draft, ...details);
  }

  /** Begins anew from what the server has now. */
  takeTheirs(): void {
    this.#base = this.#current();
    this.#draft = startDraft(this.#base.regions);
    this.#error = undefined;
  }

  /** A former revision is in force again: begins anew from it. */
  restored(broadcast: Broadcast): void {
    this.#live.update(broadcast);
    this.takeTheirs();
  }

  /** Goes on from what the server has now, with the regions that `choice` calls mine as they are here. */
  merge(choice: ReadonlyMap<string, Side>): void {
    const { selectedId } = this.#draft;
    this.#base = this.#current();
    const regions = merge(this.#draft.regions, this.#base.regions, choice);
    this.#draft = select(change(this.#draft, regions), selectedId);
    this.#error = undefined;
  }

  /** @returns whether the regions are in force. */
  async save(): Promise<boolean> {
    this.#saving = true;
    this.#error = undefined;
    try {
      const { regions } = this.#draft;
      const saved = await saveRegions(this.#client, this.#live.id, regions, this.#base.revision);
      this.#live.update(saved);
      return true;
    } catch (error) {
      // `theirs` says it better, as soon as the news of their revision is here.
      if (codeOf(error) !== 'REVISION_CONFLICT') this.#error = error;
      return false;
    } finally {
      this.#saving = false;
    }
  }

  #current(): RegionSet {
    const { revision = 0, regions = [] } = this.#live.current ?? {};
    return { revision, regions };
  }
}
