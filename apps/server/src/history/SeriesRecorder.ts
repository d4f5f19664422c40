import { CrowdLevel } from '@crowdlens/schema';
import type { Measurement, MeasurementFrame } from '@crowdlens/schema';
import type { SeriesRow } from './HistoryStore.js';

type Growing = { -readonly [Field in keyof SeriesRow]: SeriesRow[Field] };

const LEVEL_FIELDS = {
  [CrowdLevel.NONE]: 'secondsNone',
  [CrowdLevel.MIN]: 'secondsMin',
  [CrowdLevel.MED]: 'secondsMed',
  [CrowdLevel.MAX]: 'secondsMax',
} as const;

/** Adds the measurements of a broadcast up to one row for each region and second. */
export class SeriesRecorder {
  readonly #onSecond: (second: SeriesRow) => void;
  #start = 0;
  #regions = new Map<string, Growing>();

  /** @param onSecond - called for each region when a second is over */
  constructor(onSecond: (second: SeriesRow) => void) {
    this.#onSecond = onSecond;
  }

  add({ at, regions }: MeasurementFrame): void {
    const start = Math.floor(at.getTime() / 1000);
    // A clock that was put back: what it says again belongs to the second that is being measured.
    if (start > this.#start) {
      this.end();
      this.#start = start;
    }
    for (const region of regions) {
      const row = this.#regions.get(region.regionId) ?? emptyRow(region.regionId, this.#start);
      this.#regions.set(region.regionId, row);
      addTo(row, region);
    }
  }

  /** Says what has been measured of the present second. */
  end(): void {
    for (const row of this.#regions.values()) {
      for (const field of Object.values(LEVEL_FIELDS)) row[field] /= row.count;
      this.#onSecond(row);
    }
    this.#regions = new Map();
  }
}

function emptyRow(regionId: string, start: number): Growing {
  return {
    regionId,
    start,
    count: 0,
    occupancySum: 0,
    occupancyMin: 100,
    occupancyMax: 0,
    fluidityCount: 0,
    fluiditySum: 0,
    fluidityMin: null,
    fluidityMax: null,
    directionX: 0,
    directionY: 0,
    secondsNone: 0,
    secondsMin: 0,
    secondsMed: 0,
    secondsMax: 0,
  };
}

function addTo(
  row: Growing,
  { occupancy, occupancyLevel, fluidity, direction }: Measurement,
): void {
  row.count += 1;
  row.occupancySum += occupancy;
  row.occupancyMin = Math.min(row.occupancyMin, occupancy);
  row.occupancyMax = Math.max(row.occupancyMax, occupancy);
  // Counted here, made a share of the second at its end.
  row[LEVEL_FIELDS[occupancyLevel]] += 1;
  if (fluidity !== null) {
    row.fluidityCount += 1;
    row.fluiditySum += fluidity;
    row.fluidityMin = Math.min(row.fluidityMin ?? 100, fluidity);
    row.fluidityMax = Math.max(row.fluidityMax ?? 0, fluidity);
  }
  if (direction !== null) {
    const angle = (direction * Math.PI) / 180;
    row.directionX += Math.sin(angle);
    row.directionY += Math.cos(angle);
  }
}
