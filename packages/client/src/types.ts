/** As in the schema: NONE, or the highest bound that a value exceeds. */
export type CrowdLevel = 'NONE' | 'MIN' | 'MED' | 'MAX';
export type CompassPoint = 'N' | 'NE' | 'E' | 'SE' | 'S' | 'SW' | 'W' | 'NW';

interface EventBase {
  readonly id: string;
  readonly broadcastId: string;
  readonly regionId: string;
  /** Numbers the events of a broadcast. */
  readonly sequence: number;
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  /** Of the regions of interest that were in force. */
  readonly revision: number;
}

/** A region became more or less crowded (occupancy) or began to move more or less (fluidity). */
export interface LevelEvent extends EventBase {
  readonly __typename: 'OccupancyEvent' | 'FluidityEvent';
  /** 0..100. */
  readonly percentage: number;
  readonly level: CrowdLevel;
  readonly previousLevel: CrowdLevel;
}

/** The crowd in a region moves another way. */
export interface DirectionEvent extends EventBase {
  readonly __typename: 'DirectionEvent';
  /** Degrees clockwise from the top of the picture. */
  readonly angle: number;
  readonly compass: CompassPoint;
}

export type CrowdEvent = LevelEvent | DirectionEvent;

export interface CrowdEventMessage {
  /** Where to go on with `after`. */
  readonly cursor: string;
  /** Null: `skipped` events are gone, or were left out since this client was too slow. */
  readonly event: CrowdEvent | null;
  /** 0 in a message without event: an unknown number, since the broadcast was deleted and made anew. */
  readonly skipped: number;
}

export interface CrowdEventFilter {
  readonly regionIds?: readonly string[];
  readonly kinds?: readonly ('OCCUPANCY' | 'FLUIDITY' | 'DIRECTION')[];
  readonly minLevel?: CrowdLevel;
  /** ISO 8601; events at or after it. */
  readonly from?: string;
  /** ISO 8601; events before it. */
  readonly to?: string;
}

/** Something that a rule watches for, from its begin to its end. Times are ISO 8601 with milliseconds. */
export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly broadcastId: string;
  readonly regionId: string;
  readonly kind: 'OCCUPANCY' | 'FLUIDITY' | 'DIRECTION';
  readonly beganAt: string;
  readonly raisedAt: string;
  readonly lastSeenAt: string;
  /** Null while it is open. */
  readonly endedAt: string | null;
  readonly ending: 'CLEARED' | 'OFF_AIR' | 'RULE_REMOVED' | 'REGION_REMOVED' | null;
  /** Percent, 0..100; null for DIRECTION. */
  readonly peak: number | null;
  readonly peakLevel: CrowdLevel | null;
  readonly peakAt: string | null;
  /** Null but for DIRECTION. */
  readonly compass: CompassPoint | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
}

export interface AlertMessage {
  /** Where to go on with `after`. */
  readonly cursor: string;
  readonly alert: Alert;
}

/** The present values of one region. */
export interface Measurement {
  readonly regionId: string;
  /** Percent, 0..100. */
  readonly occupancy: number;
  readonly occupancyLevel: CrowdLevel;
  /** Percent, 0..100; null when nobody is there. */
  readonly fluidity: number | null;
  readonly fluidityLevel: CrowdLevel;
  /** Degrees clockwise from the top of the picture; null without one. */
  readonly direction: number | null;
  readonly compass: CompassPoint | null;
}

/** The values of all regions, or of those asked for, at one moment. */
export interface MeasurementFrame {
  readonly broadcastId: string;
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  readonly regions: readonly Measurement[];
}
