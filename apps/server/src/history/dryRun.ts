import type {
  DryRun,
  DryRunCounts,
  RegionOfInterestConfig as RegionConfig,
} from '@crowdlens/schema';
import { badInput } from '../errors.js';
import type { HistoryStore } from './HistoryStore.js';

/** Seconds that are read at once, so that writing has its turn in between. */
const PAGE_SECONDS = 3600;
const MAX_DAYS = 7;
const PICTURES_PER_SECOND = 25;

/** What {@link dryRun} tries. */
export interface DryRunTrial {
  readonly regionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly tried: RegionConfig;
  readonly present: RegionConfig;
}

/**
 * How often thresholds would have made an event, from the means by the second.
 *
 * @throws ApiError BAD_USER_INPUT; HistoryError
 */
export async function dryRun(
  store: HistoryStore,
  log: number,
  { regionId, from, to, tried, present }: DryRunTrial,
): Promise<DryRun> {
  if (from >= to) throw badInput('from: must be before to.');
  const start = Math.floor(from.getTime() / 1000);
  const end = Math.ceil(to.getTime() / 1000);
  if (end - start > MAX_DAYS * 24 * 3600) {
    throw badInput(`to: must be at most ${MAX_DAYS} days behind from.`);
  }
  const counters = {
    occupancy: new EventCounter('occupancy', tried),
    fluidity: new EventCounter('fluidity', tried),
    presentOccupancy: new EventCounter('occupancy', present),
    presentFluidity: new EventCounter('fluidity', present),
  };
  let measuredSeconds = 0;
  for (let page = start; page < end; page += PAGE_SECONDS) {
    const range = { regionId, from: page, to: Math.min(page + PAGE_SECONDS, end) };
    for (const second of await store.series(log, range, 1)) {
      measuredSeconds += 1;
      const occupancy = second.occupancySum / second.count;
      // Where nobody is, nobody moves: the event is level NONE.
      const fluidity = second.fluidityCount > 0 ? second.fluiditySum / second.fluidityCount : 0;
      counters.occupancy.add(occupancy);
      counters.presentOccupancy.add(occupancy);
      counters.fluidity.add(fluidity);
      counters.presentFluidity.add(fluidity);
    }
  }
  return {
    measuredSeconds,
    occupancy: counters.occupancy.counts,
    fluidity: counters.fluidity.counts,
    presentOccupancy: counters.presentOccupancy.counts,
    presentFluidity: counters.presentFluidity.counts,
  };
}

const NAMES = ['none', 'min', 'med', 'max'] as const;

/** Counts the changes of level that last, as the detector does. */
class EventCounter {
  readonly counts: DryRunCounts = { events: 0, none: 0, min: 0, med: 0, max: 0 };
  readonly #bounds: readonly number[];
  /** For so many seconds a level must last. */
  readonly #patience: number;
  #level = 0;
  #candidate = 0;
  #lasted = 0;

  constructor(kind: 'occupancy' | 'fluidity', config: RegionConfig) {
    this.#bounds = [
      config[`${kind}LevelMin`],
      config[`${kind}LevelMed`],
      config[`${kind}LevelMax`],
    ];
    this.#patience = Math.max(
      1,
      Math.ceil(config[`${kind}NumFramesToEvent`] / PICTURES_PER_SECOND),
    );
  }

  add(percentage: number): void {
    const level = this.#bounds.filter((bound) => percentage > bound).length;
    this.#lasted = level === this.#candidate ? this.#lasted + 1 : 1;
    this.#candidate = level;
    if (level === this.#level || this.#lasted < this.#patience) return;
    this.#level = level;
    this.counts.events += 1;
    this.counts[NAMES[level]!] += 1;
  }
}
