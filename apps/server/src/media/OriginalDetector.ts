import { CrowdLevel } from '@crowdlens/schema';
import type { RegionOfInterest } from '@crowdlens/schema';
import { eventReading } from './readings.js';
import type {
  CrowdEventData,
  CrowdEventKindName,
  CrowdReading,
  RegionReading,
} from './readings.js';

/**
 * Turns what Kurento's original CrowdDetectorFilter says into our conventions. Its fluidity is the
 * share that stands still, or 0 when nobody is there; its angles run counter-clockwise from the
 * right; and it has no continuous measurements, for which the last known values stand in.
 */
export class OriginalDetector {
  readonly #regions: ReadonlyMap<string, { region: RegionOfInterest; last: RegionReading }>;

  constructor(regions: readonly RegionOfInterest[]) {
    this.#regions = new Map(
      regions.map((region) => [region.id, { region, last: nothing(region.id) }]),
    );
  }

  /** What an event means: itself, then all values as they are known after it. */
  read(kind: CrowdEventKindName, data: CrowdEventData): CrowdReading[] {
    const raw = eventReading(kind, data);
    const known = raw.kind === 'measurements' ? undefined : this.#regions.get(raw.regionId);
    if (raw.kind === 'measurements' || !known) return [];
    const { region, last } = known;
    const event = convert(raw, region, last);
    known.last = update(last, event);
    const regions = [...this.#regions.values()].map(({ last }) => last);
    return [event, { kind: 'measurements', at: event.at, regions }];
  }
}

type EventReading = Exclude<CrowdReading, { kind: 'measurements' }>;

function nothing(regionId: string): RegionReading {
  return {
    regionId,
    occupancy: 0,
    occupancyLevel: CrowdLevel.NONE,
    fluidity: null,
    fluidityLevel: CrowdLevel.NONE,
    direction: null,
  };
}

function convert(raw: EventReading, region: RegionOfInterest, last: RegionReading): EventReading {
  if (raw.kind === 'occupancy') return { ...raw, percentage: Math.min(100, raw.percentage) };
  if (raw.kind === 'direction') return { ...raw, angle: (((90 - raw.angle) % 360) + 360) % 360 };
  const nobody = raw.percentage === 0 && last.occupancyLevel === CrowdLevel.NONE;
  const percentage = nobody ? 0 : 100 - raw.percentage;
  return { ...raw, percentage, level: fluidityLevel(percentage, region) };
}

function fluidityLevel(percentage: number, { config }: RegionOfInterest): CrowdLevel {
  if (percentage > config.fluidityLevelMax) return CrowdLevel.MAX;
  if (percentage > config.fluidityLevelMed) return CrowdLevel.MED;
  if (percentage > config.fluidityLevelMin) return CrowdLevel.MIN;
  return CrowdLevel.NONE;
}

function update(last: RegionReading, event: EventReading): RegionReading {
  if (event.kind === 'direction') return { ...last, direction: event.angle };
  const { percentage, level } = event;
  return event.kind === 'occupancy'
    ? { ...last, occupancy: percentage, occupancyLevel: level }
    : { ...last, fluidity: percentage, fluidityLevel: level };
}
