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
  /** Null: `skipped` events are no longer to be had. */
  readonly event: CrowdEvent | null;
  readonly skipped: number;
}

export interface CrowdEventFilter {
  readonly regionIds?: readonly string[];
  readonly kinds?: readonly ('OCCUPANCY' | 'FLUIDITY' | 'DIRECTION')[];
  readonly minLevel?: CrowdLevel;
}
