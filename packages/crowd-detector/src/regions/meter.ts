import { HeadingHysteresis } from '../events/heading.js';
import { LevelHysteresis, levelOf } from '../events/level.js';
import type { LevelBounds } from '../events/level.js';
import { Direction } from '../motion/direction.js';
import type { Flow } from '../motion/flow.js';
import type { CrowdEvent, RegionMeasurement, RegionOfInterest } from '../types.js';
import type { Raster } from './raster.js';
import type { RegionCount } from './regionCounts.js';

/** Measures one region of interest and says when a level or direction has lasted. */
export class RegionMeter {
  /** Share of each cell of the flow that lies in the region. */
  #cellShares: Float32Array = new Float32Array(0);
  #direction = new Direction();
  #occupancy = new LevelHysteresis();
  #fluidity = new LevelHysteresis();
  #heading = new HeadingHysteresis();

  constructor(readonly region: RegionOfInterest) {}

  /** Fits the region to pictures of another size. */
  resize(raster: Raster, flow: Flow): void {
    this.#cellShares = flow.cellShares(raster.runs);
    this.#direction = new Direction();
  }

  /** Goes on where the meter of the same region left off, perhaps with other bounds or another outline. */
  takeOver(previous: RegionMeter): void {
    this.#occupancy = previous.#occupancy.clone();
    this.#fluidity = previous.#fluidity.clone();
    this.#heading = previous.#heading.clone();
  }

  /**
   * @param seconds Time since the last frame.
   * @param isSettled Whether the scene is known well enough for events.
   * @param events Receives what has lasted long enough.
   */
  measure(
    { area, crowd, fast }: RegionCount,
    flow: Flow,
    seconds: number,
    isSettled: boolean,
    events: CrowdEvent[],
  ): RegionMeasurement {
    const occupancy = area === 0 ? 0 : (100 * crowd) / area;
    const fluidity = crowd === 0 ? null : (100 * fast) / crowd;
    const direction = this.#measureDirection(flow, crowd, seconds);
    if (isSettled) {
      this.#reportDirection(direction, events);
      this.#reportOccupancy(occupancy, events);
      this.#reportFluidity(fluidity ?? 0, events);
    }
    return {
      regionId: this.region.id,
      occupancy,
      occupancyLevel: this.#occupancy.reported,
      fluidity,
      fluidityLevel: this.#fluidity.reported,
      direction,
    };
  }

  #measureDirection(flow: Flow, crowd: number, seconds: number): number | null {
    if (!this.region.config.sendOpticalFlowEvent) return null;
    this.#direction.fade(seconds);
    for (let i = 0; i < flow.count; i++) {
      const share = this.#cellShares[flow.cell[i]!]!;
      if (share > 0) this.#direction.add(flow.vx[i]!, flow.vy[i]!, share * flow.pixels[i]!);
    }
    return this.#direction.angle(crowd);
  }

  #reportOccupancy(percentage: number, events: CrowdEvent[]): void {
    const { config, id } = this.region;
    const bounds: LevelBounds = {
      min: config.occupancyLevelMin,
      med: config.occupancyLevelMed,
      max: config.occupancyLevelMax,
    };
    const level = levelOf(percentage, bounds);
    const previousLevel = this.#occupancy.update(level, config.occupancyNumFramesToEvent);
    if (previousLevel !== undefined)
      events.push({ kind: 'occupancy', regionId: id, percentage, level, previousLevel });
  }

  #reportFluidity(percentage: number, events: CrowdEvent[]): void {
    const { config, id } = this.region;
    const bounds: LevelBounds = {
      min: config.fluidityLevelMin,
      med: config.fluidityLevelMed,
      max: config.fluidityLevelMax,
    };
    const level = levelOf(percentage, bounds);
    const previousLevel = this.#fluidity.update(level, config.fluidityNumFramesToEvent);
    if (previousLevel !== undefined)
      events.push({ kind: 'fluidity', regionId: id, percentage, level, previousLevel });
  }

  #reportDirection(angle: number | null, events: CrowdEvent[]): void {
    const { config, id } = this.region;
    if (!config.sendOpticalFlowEvent) return;
    const lasted = this.#heading.update(
      angle,
      config.opticalFlowAngleOffset,
      config.opticalFlowNumFramesToEvent,
      config.opticalFlowNumFramesToReset,
    );
    if (lasted && angle !== null) events.push({ kind: 'direction', regionId: id, angle });
  }
}
