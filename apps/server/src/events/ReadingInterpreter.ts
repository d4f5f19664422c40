import { CrowdLevel } from '@crowdlens/schema';
import type { MeasurementFrame, RegionOfInterest } from '@crowdlens/schema';
import type { CrowdReading } from '../media/readings.js';
import { compassPoint } from './compass.js';
import type { NewEvent } from './EventJournal.js';

/** One detector's readings. */
type EventReading = Exclude<CrowdReading, { kind: 'measurements' }>;
type MeasurementReading = Extract<CrowdReading, { kind: 'measurements' }>;

/** By kind and region, the last level. */
export type Levels = Readonly<Record<string, CrowdLevel>>;

/** Makes events and measurements of the readings of one detector, that is of one revision of the regions. */
export class ReadingInterpreter {
  readonly #revision: number;
  readonly #offsets: ReadonlyMap<string, number>;
  /** A detector starts at NONE. */
  readonly #levels: Map<string, CrowdLevel>;

  /** @param levels - that the detector has said already */
  constructor(revision: number, regions: readonly RegionOfInterest[], levels: Levels = {}) {
    this.#revision = revision;
    this.#levels = new Map(Object.entries(levels));
    this.#offsets = new Map(regions.map(({ id, config }) => [id, config.opticalFlowAngleOffset]));
  }

  get levels(): Levels {
    return Object.fromEntries(this.#levels);
  }

  /** @returns undefined when the region is unknown */
  event(reading: EventReading): NewEvent | undefined {
    const { regionId, at } = reading;
    const offset = this.#offsets.get(regionId);
    if (offset === undefined) return undefined;
    const facts = { regionId, at, revision: this.#revision };
    if (reading.kind === 'direction') {
      const { angle } = reading;
      return { ...facts, typeName: 'DirectionEvent', angle, compass: compassPoint(angle, offset) };
    }
    const { kind, percentage, level } = reading;
    const key = `${kind} ${regionId}`;
    const previousLevel = this.#levels.get(key) ?? CrowdLevel.NONE;
    this.#levels.set(key, level);
    const typeName = kind === 'occupancy' ? 'OccupancyEvent' : 'FluidityEvent';
    return { ...facts, typeName, percentage, level, previousLevel };
  }

  measurements(broadcastId: string, { at, regions }: MeasurementReading): MeasurementFrame {
    return {
      broadcastId,
      at,
      regions: regions.map((region) => ({
        ...region,
        compass:
          region.direction === null
            ? null
            : compassPoint(region.direction, this.#offsets.get(region.regionId) ?? 0),
      })),
    };
  }
}
