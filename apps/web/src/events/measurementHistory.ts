import type { MeasurementFrame } from '../api/operations.js';

/** The last minutes kept for the charts. */
export const HISTORY_SECONDS = 180;
/** A pause longer than this is shown as a gap. */
const GAP_SECONDS = 5;

/** Times in seconds since 1970 with the values at them; null where there is nothing to show. */
export interface Series {
  times: number[];
  occupancy: (number | null)[];
  fluidity: (number | null)[];
}

/** What was measured in each region in the last three minutes; older values are dropped. */
export class MeasurementHistory {
  readonly #byRegion = new Map<string, Series>();

  add({ at, regions }: MeasurementFrame): void {
    const time = Date.parse(at) / 1000;
    const present = new Set(regions.map(({ regionId }) => regionId));
    for (const id of this.#byRegion.keys()) if (!present.has(id)) this.#byRegion.delete(id);
    for (const { regionId, occupancy, fluidity } of regions) {
      const series = this.#seriesOf(regionId);
      const last = series.times.at(-1);
      if (last !== undefined && time <= last) continue;
      if (last !== undefined && time - last > GAP_SECONDS) append(series, last + 0.001, null, null);
      append(series, time, occupancy, fluidity);
      dropOlderThan(series, time - HISTORY_SECONDS);
    }
  }

  /** The values of a region, oldest first; empty for a region not seen yet. Not to be changed. */
  of(regionId: string): Readonly<Series> {
    return this.#byRegion.get(regionId) ?? emptySeries();
  }

  #seriesOf(regionId: string): Series {
    let series = this.#byRegion.get(regionId);
    if (!series) this.#byRegion.set(regionId, (series = emptySeries()));
    return series;
  }
}

function emptySeries(): Series {
  return { times: [], occupancy: [], fluidity: [] };
}

function append(
  series: Series,
  time: number,
  occupancy: number | null,
  fluidity: number | null,
): void {
  series.times.push(time);
  series.occupancy.push(occupancy);
  series.fluidity.push(fluidity);
}

function dropOlderThan(series: Series, time: number): void {
  const first = series.times.findIndex((candidate) => candidate >= time);
  if (first <= 0) return;
  series.times.splice(0, first);
  series.occupancy.splice(0, first);
  series.fluidity.splice(0, first);
}
