import { CompassPoint, CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { CrowdEvent, DirectionEvent, FluidityEvent, OccupancyEvent } from '@crowdlens/schema';
import { eventId } from '../eventId.js';
import type { LogName, StoredEvent } from '../HistoryStore.js';
import type { CrowdEventTable } from './tables.js';

// Their order is that of the numbers in the table: new ones go to the end.
export const KINDS = [CrowdEventKind.OCCUPANCY, CrowdEventKind.FLUIDITY, CrowdEventKind.DIRECTION];
export const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX];
const COMPASS = Object.values(CompassPoint);
const TYPE_NAMES = ['OccupancyEvent', 'FluidityEvent', 'DirectionEvent'] as const;

/** An event as a row. */
export function eventRow({ log, event }: StoredEvent): CrowdEventTable {
  const known = event as OccupancyEvent | FluidityEvent | DirectionEvent;
  const facts = {
    log,
    sequence: known.sequence,
    at: known.at.getTime(),
    region_id: known.regionId,
    kind: TYPE_NAMES.indexOf(known.typeName),
    revision: known.revision,
  };
  if (known.typeName === 'DirectionEvent') {
    const compass = COMPASS.indexOf(known.compass);
    return { ...facts, level: 0, previous_level: null, compass, value: known.angle };
  }
  return {
    ...facts,
    level: LEVELS.indexOf(known.level),
    previous_level: LEVELS.indexOf(known.previousLevel),
    compass: null,
    value: known.percentage,
  };
}

/** A row as an event. */
export function eventOf(name: LogName, row: CrowdEventTable): CrowdEvent {
  const facts = {
    id: eventId(name, row.sequence),
    broadcastId: name.broadcastId,
    sequence: row.sequence,
    at: new Date(row.at),
    regionId: row.region_id,
    revision: row.revision,
  };
  const typeName = TYPE_NAMES[row.kind]!;
  if (typeName === 'DirectionEvent') {
    return { ...facts, typeName, angle: row.value, compass: COMPASS[row.compass!]! } as CrowdEvent;
  }
  return {
    ...facts,
    typeName,
    percentage: row.value,
    level: LEVELS[row.level]!,
    previousLevel: LEVELS[row.previous_level!]!,
  } as CrowdEvent;
}
