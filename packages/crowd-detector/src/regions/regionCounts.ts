import type { Planes } from '../kernels/planes.js';
import { Runs } from '../picture/runs.js';
import { MASK_FAST, MASK_SLOW } from '../types.js';
import type { CrowdMask } from '../types.js';
import type { Raster } from './raster.js';

/** Pixels of a region. */
export interface RegionCount {
  readonly area: number;
  readonly crowd: number;
  readonly fast: number;
}

/** Counts the crowd in regions: all their runs of pixels in one go. */
export class RegionCounts {
  readonly #rasters: readonly Raster[];
  readonly #runs: Runs;
  readonly #slow: Int32Array;
  readonly #fast: Int32Array;

  constructor(planes: Planes, width: number, rasters: readonly Raster[]) {
    const runCount = rasters.reduce((sum, { runs }) => sum + runs.length / 3, 0);
    this.#rasters = rasters;
    this.#runs = new Runs(planes, width, runCount);
    this.#slow = planes.int32(rasters.length);
    this.#fast = planes.int32(rasters.length);
    rasters.forEach((raster, region) => this.#add(raster, region));
  }

  update({ data }: CrowdMask): void {
    this.#runs.tally(data, MASK_SLOW, this.#slow.fill(0));
    this.#runs.tally(data, MASK_FAST, this.#fast.fill(0));
  }

  /** What the last update has counted. @param region Index of its raster. */
  of(region: number): RegionCount {
    const fast = this.#fast[region]!;
    return { area: this.#rasters[region]!.area, crowd: this.#slow[region]! + fast, fast };
  }

  #add({ runs }: Raster, region: number): void {
    const { y, from, to, owner } = this.#runs;
    for (let k = 0; k < runs.length; k += 3) {
      const run = this.#runs.count++;
      y[run] = runs[k]!;
      from[run] = runs[k + 1]!;
      to[run] = runs[k + 2]!;
      owner[run] = region;
    }
  }
}
