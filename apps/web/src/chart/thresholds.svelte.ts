import { levelParameters, type Quantity } from '@crowdlens/schema/regions';
import type { ApiClient } from '../api/client.js';
import type { LiveBroadcast } from '../api/liveBroadcast.svelte.js';
import { DryRunQuery } from '../api/operations/measurements.js';
import {
  UpdateRegionOfInterestMutation,
  type RegionOfInterest,
} from '../api/operations/regions.js';
import { pause } from '../api/pause.js';
import type { Side } from '../regions/merging.js';

const SETTLE_MS = 250;

/** Where low, medium and high begin; percent, rising. */
export type Levels = readonly [number, number, number];

/** How many events the thresholds would have raised today, and the present ones did. */
export interface TrialAnswer {
  readonly tried: number;
  readonly present: number;
  readonly measuredSeconds: number;
}

/** Thresholds as the server had them at one revision of the regions. */
interface LevelsRevision {
  readonly revision: number;
  readonly levels: Levels;
}

/** Other thresholds for one quantity of one region, tried on today's measurements before they are saved. */
export class Thresholds {
  readonly #client: ApiClient;
  readonly #live: LiveBroadcast;
  readonly region: RegionOfInterest;
  readonly quantity: Quantity;
  #base = $state.raw<LevelsRevision>({ revision: 0, levels: [0, 0, 0] });
  #levels = $state.raw<Levels>([0, 0, 0]);
  #answer = $state.raw<TrialAnswer>();
  #error = $state.raw<unknown>();
  #saving = $state(false);
  #trial: AbortController | undefined;

  constructor(
    client: ApiClient,
    live: LiveBroadcast,
    region: RegionOfInterest,
    quantity: Quantity,
  ) {
    this.#client = client;
    this.#live = live;
    this.region = region;
    this.quantity = quantity;
    this.#base = this.#current(region);
    this.#levels = this.#base.levels;
    void this.#try();
  }

  get levels(): Levels {
    return this.#levels;
  }

  /** Undefined until the server has answered for the present {@link levels}. */
  get answer(): TrialAnswer | undefined {
    return this.#answer;
  }

  get error(): unknown {
    return this.#error;
  }

  get saving(): boolean {
    return this.#saving;
  }

  get changed(): boolean {
    return !same(this.#levels, this.#base.levels);
  }

  /** Others that somebody else has saved meanwhile. */
  get theirs(): LevelsRevision | undefined {
    const region = this.#live.current?.regions.find(({ id }) => id === this.region.id);
    if (!region || this.#saving) return undefined;
    const current = this.#current(region);
    const mine = same(current.levels, this.#base.levels) || same(current.levels, this.#levels);
    return mine ? undefined : current;
  }

  /** Moves one threshold; it stops one percent beside its neighbours: they must rise. */
  move(index: 0 | 1 | 2, wanted: number): void {
    const low = index === 0 ? 0 : (this.#levels[index - 1] ?? 0) + 1;
    const high = index === 2 ? 100 : (this.#levels[index + 1] ?? 100) - 1;
    const level = Math.round(Math.min(high, Math.max(low, wanted)));
    if (level === this.#levels[index]) return;
    const levels: [number, number, number] = [...this.#levels];
    levels[index] = level;
    this.#levels = levels;
    void this.#try();
  }

  /** Goes on from what somebody else has saved: with their thresholds, or with those here. */
  resolve(side: Side): void {
    const { theirs } = this;
    if (!theirs) return;
    this.#base = theirs;
    this.#error = undefined;
    if (side === 'mine') return;
    this.#levels = theirs.levels;
    void this.#try();
  }

  /** @returns whether they are in force. */
  async save(): Promise<boolean> {
    const input = {
      broadcastId: this.#live.id,
      id: this.region.id,
      config: this.#config,
      expectedRevision: this.#live.current?.revision ?? 0,
    };
    this.#saving = true;
    this.#error = undefined;
    try {
      const answer = await this.#client.request(UpdateRegionOfInterestMutation, { input });
      this.#live.update(answer.updateRegionOfInterest);
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    } finally {
      this.#saving = false;
    }
  }

  close(): void {
    this.#trial?.abort();
  }

  /** For {@link DryRunQuery}: since midnight. */
  get trialVariables() {
    const from = new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
    const config = this.#config;
    const input = { broadcastId: this.#live.id, regionId: this.region.id, config, from };
    return { input: { ...input, to: new Date().toISOString() } };
  }

  #current({ config }: RegionOfInterest): LevelsRevision {
    const [min, med, max] = levelParameters(this.quantity);
    const revision = this.#live.current?.revision ?? 0;
    return { revision, levels: [config[min], config[med], config[max]] };
  }

  get #config() {
    const [min, med, max] = levelParameters(this.quantity);
    return { [min]: this.#levels[0], [med]: this.#levels[1], [max]: this.#levels[2] };
  }

  /** Once the threshold rests: the server reads a whole day for it. */
  async #try(): Promise<void> {
    this.#trial?.abort();
    const { signal } = (this.#trial = new AbortController());
    this.#answer = undefined;
    await pause(SETTLE_MS, signal);
    if (signal.aborted) return;
    try {
      const { dryRun } = await this.#client.request(DryRunQuery, this.trialVariables);
      if (signal.aborted) return;
      const present =
        this.quantity === 'occupancy' ? dryRun.presentOccupancy : dryRun.presentFluidity;
      const { measuredSeconds } = dryRun;
      this.#answer = {
        tried: dryRun[this.quantity].events,
        present: present.events,
        measuredSeconds,
      };
    } catch (error) {
      if (!signal.aborted) this.#error = error;
    }
  }
}

function same(a: Levels, b: Levels): boolean {
  return a.every((level, i) => level === b[i]);
}
