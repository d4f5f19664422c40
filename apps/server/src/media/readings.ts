import { CrowdLevel } from '@crowdlens/schema';

/** What a detector says, in our conventions (see docs/architecture.md), whatever media server it runs in. */
export type CrowdReading =
  | {
      readonly kind: 'occupancy' | 'fluidity';
      readonly at: Date;
      readonly regionId: string;
      /** 0..100. */
      readonly percentage: number;
      readonly level: CrowdLevel;
    }
  | {
      readonly kind: 'direction';
      readonly at: Date;
      readonly regionId: string;
      /** Degrees clockwise from the top of the picture, 0 <= angle < 360. */
      readonly angle: number;
    }
  | {
      readonly kind: 'measurements';
      readonly at: Date;
      readonly regions: readonly RegionReading[];
    };

/** The present values of one region. */
export interface RegionReading {
  readonly regionId: string;
  readonly occupancy: number;
  readonly occupancyLevel: CrowdLevel;
  readonly fluidity: number | null;
  readonly fluidityLevel: CrowdLevel;
  readonly direction: number | null;
}

/** What all of Kurento's events carry; 6.x has no timestampMillis. */
export interface KurentoEventData {
  readonly timestampMillis?: string;
}

/** Data of CrowdDetectorOccupancy, -Fluidity and -Direction. */
export type CrowdEventData = KurentoEventData & {
  readonly roiId?: string;
  /** 6.x's spelling. */
  readonly roiID?: string;
  readonly occupancyPercentage?: number;
  readonly occupancyLevel?: number;
  readonly fluidityPercentage?: number;
  readonly fluidityLevel?: number;
  readonly directionAngle?: number;
};

/** Data of our CrowdDetectorMeasurement. */
export type MeasurementData = KurentoEventData & {
  readonly measurements: readonly {
    readonly roiId: string;
    readonly occupancyPercentage: number;
    readonly occupancyLevel: number;
    readonly fluidityPercentage?: number | null;
    readonly fluidityLevel: number;
    readonly directionAngle?: number | null;
  }[];
};

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX] as const;

/** Kurento's level 0..3 as ours. */
function crowdLevel(level: number | undefined): CrowdLevel {
  return LEVELS[level ?? 0] ?? CrowdLevel.NONE;
}

/** When an event happened by the media server's clock; now when it does not say. */
export function eventTime({ timestampMillis }: KurentoEventData): Date {
  const milliseconds = Number(timestampMillis);
  return milliseconds > 0 ? new Date(milliseconds) : new Date();
}

/** The values of CrowdDetectorMeasurement. */
export function measurementReading(data: MeasurementData): CrowdReading {
  return {
    kind: 'measurements',
    at: eventTime(data),
    regions: data.measurements.map((measured) => ({
      regionId: measured.roiId,
      occupancy: measured.occupancyPercentage,
      occupancyLevel: crowdLevel(measured.occupancyLevel),
      fluidity: measured.fluidityPercentage ?? null,
      fluidityLevel: crowdLevel(measured.fluidityLevel),
      direction: measured.directionAngle ?? null,
    })),
  };
}

/** An event of our own media server, which follows our conventions already. */
export function eventReading(kind: CrowdEventKindName, data: CrowdEventData): CrowdReading {
  const at = eventTime(data);
  const regionId = data.roiId ?? data.roiID ?? '';
  if (kind === 'direction') return { kind, at, regionId, angle: data.directionAngle ?? 0 };
  const [percentage, level] =
    kind === 'occupancy'
      ? [data.occupancyPercentage, data.occupancyLevel]
      : [data.fluidityPercentage, data.fluidityLevel];
  return { kind, at, regionId, percentage: percentage ?? 0, level: crowdLevel(level) };
}

/** The kinds of {@link CrowdReading} that are events. */
export type CrowdEventKindName = 'occupancy' | 'fluidity' | 'direction';
