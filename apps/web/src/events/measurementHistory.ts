import type { MeasurementFrame } from '../api/operations/measurements.js';

/** The last minutes kept for the charts. */
export const HISTORY_SECONDS = 900;
/** A pause longer than this is shown as a gap. */
const GAP_SECONDS = 5;

const QUANTITIES = ['occupancy', 'fluidity', 'direction'] as const;
type Values = Record<(typeof QUANTITIES)[number], (number | null)[]>;

/** Times in seconds since 1970 with the values at them; null where there is nothing to show. */
export interface Series extends Values {
  times: number[];
}

/** What was measured in each region in the last fifteen minutes; older values are dropped. */
export class MeasurementHistory {
  readonly #times: number[] = [];
  /** Each list is as long as the times. */
  readonly #byRegion = new Map<string, Values>();

  add({ at, regions }: MeasurementFrame): void {
    const time = Date.parse(at) / 1000;
    const last = this.#times.at(-1);
    if (last !== undefined && time <= last) return;
    if (last !== undefined && time - last > GAP_SECONDS) this.#append(last + 0.001, []);
    this.#forget(regions);
    this.#append(time, regions);
    this.#dropOlderThan(time - HISTORY_SECONDS);
  }

  /** The values of a region, oldest first; empty for a region not seen yet. Not to be changed. */
  of(regionId: string): Readonly<Series> {
    const values = this.#byRegion.get(regionId);
    return values ? { times: this.#times, ...values } : { times: [], ...noValues(0) };
  }

  #append(time: number, regions: MeasurementFrame['regions']): void {
    for (const region of regions) {
      if (!this.#byRegion.has(region.regionId)) {
        this.#byRegion.set(region.regionId, noValues(this.#times.length));
      }
    }
    this.#times.push(time);
    for (const [id, values] of this.#byRegion) {
      const measured = regions.find(({ regionId }) => regionId === id);
      for (const quantity of QUANTITIES) values[quantity].push(measured?.[quantity] ?? null);
    }
  }

  #forget(present: MeasurementFrame['regions']): void {
    for (const id of this.#byRegion.keys()) {
      if (!present.some(({ regionId }) => regionId === id)) this.#byRegion.delete(id);
    }
  }

  #dropOlderThan(time: number): void {
    const first = this.#times.findIndex((candidate) => candidate >= time);
    if (first <= 0) return;
    this.#times.splice(0, first);
    for (const values of this.#byRegion.values()) {
      for (const quantity of QUANTITIES) values[quantity].splice(0, first);
    }
  }
}

function noValues(length: number): Values {
  const nulls = (): null[] => Array.from({ length }, () => null);
  return { occupancy: nulls(), fluidity: nulls(), direction: nulls() };
}
