/** Events, levels and directions in words. */
import type { CrowdEvent } from '../api/operations/events.js';
import type { CrowdLevel } from '../api/operations/measurements.js';
import type { Text } from '../text/en.js';
import { t } from '../text/text.js';

const LEVEL_ORDER: readonly CrowdLevel[] = ['NONE', 'MIN', 'MED', 'MAX'];

/** Which quantity an event is about. */
type Kind = keyof Text['quantities'];

/** What an event says, as a list item shows it. */
export interface EventWords {
  kind: Kind;
  /** What the event is about, in words. */
  title: string;
  /** What it did: `rose to medium`. */
  change: string;
  /** The value with its unit: `42 %`, `93°`. */
  value: string;
}

export function eventWords(event: CrowdEvent): EventWords {
  if (event.__typename === 'DirectionEvent') {
    return {
      kind: 'direction',
      title: t.quantities.direction.title,
      change: t.events.towards(t.compass[event.compass]),
      value: formatDegrees(event.angle),
    };
  }
  const verb = rank(event.level) >= rank(event.previousLevel) ? t.events.rose : t.events.fell;
  const kind = event.__typename === 'OccupancyEvent' ? 'occupancy' : 'fluidity';
  return {
    kind,
    title: t.quantities[kind].title,
    change: verb(t.levels[event.level]),
    value: formatPercentage(event.percentage),
  };
}

/** `42 %`; a dash when there is nothing to measure. */
export function formatPercentage(value: number | null | undefined): string {
  return typeof value === 'number' ? `${Math.round(value)}\u00a0%` : '–';
}

/** `93°`, 0 being the top of the picture, clockwise. */
export function formatDegrees(value: number): string {
  return `${Math.round(value) % 360}°`;
}

function rank(level: CrowdLevel): number {
  return LEVEL_ORDER.indexOf(level);
}
