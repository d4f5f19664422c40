/** Events, levels and directions in words. */
import type { CrowdEvent, CrowdLevel, Measurement } from '../api/operations.js';

type CompassPoint = NonNullable<Measurement['compass']>;

export const LEVEL_WORDS: Record<CrowdLevel, string> = {
  NONE: 'none',
  MIN: 'low',
  MED: 'medium',
  MAX: 'high',
};

export const COMPASS_WORDS: Record<CompassPoint, string> = {
  N: 'north',
  NE: 'north-east',
  E: 'east',
  SE: 'south-east',
  S: 'south',
  SW: 'south-west',
  W: 'west',
  NW: 'north-west',
};

const LEVEL_ORDER: readonly CrowdLevel[] = ['NONE', 'MIN', 'MED', 'MAX'];

/** What an event says, as a list item shows it. */
export interface EventWords {
  /** Which quantity, as in the API's words. */
  kind: 'Occupancy' | 'Fluidity' | 'Direction';
  /** What it did: `rose to medium`. */
  change: string;
  /** The value with its unit: `42 %`, `93°`. */
  value: string;
}

export function eventWords(event: CrowdEvent): EventWords {
  if (event.__typename === 'DirectionEvent') {
    return {
      kind: 'Direction',
      change: `towards ${COMPASS_WORDS[event.compass]}`,
      value: formatDegrees(event.angle),
    };
  }
  const verb = rank(event.level) >= rank(event.previousLevel) ? 'rose' : 'fell';
  return {
    kind: event.__typename === 'OccupancyEvent' ? 'Occupancy' : 'Fluidity',
    change: `${verb} to ${LEVEL_WORDS[event.level]}`,
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
