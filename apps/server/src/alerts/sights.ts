import { CrowdEventKind } from '@crowdlens/schema';
import type {
  CrowdEvent,
  DirectionEvent,
  FluidityEvent,
  Measurement,
  OccupancyEvent,
} from '@crowdlens/schema';
import { EVENT_KINDS } from '../events/filter.js';
import type { Sight } from './RuleWatch.js';

/** What a measurement says of one kind. */
export function measuredSight(kind: CrowdEventKind, measured: Measurement): Sight {
  if (kind === CrowdEventKind.DIRECTION) return { compass: measured.compass };
  return kind === CrowdEventKind.OCCUPANCY
    ? { value: measured.occupancy, level: measured.occupancyLevel }
    : { value: measured.fluidity ?? 0, level: measured.fluidityLevel };
}

/** What an event says, and of which kind. A media server without measurements says no more than this. */
export function eventSight(event: CrowdEvent): { readonly kind: CrowdEventKind } & Sight {
  const known = event as OccupancyEvent | FluidityEvent | DirectionEvent;
  const kind = EVENT_KINDS[known.typeName];
  return known.typeName === 'DirectionEvent'
    ? { kind, compass: known.compass }
    : { kind, value: known.percentage, level: known.level };
}
