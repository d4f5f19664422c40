import type { Random } from '../random.js';
import { bodyHeightAt, FARTHEST, OUT_OF_SIGHT_FRONT, outOfSightBeside } from '../view.js';
import type { Route } from './programme.js';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The nearest walkers, of whom only the heads are seen. */
const NEAR = 1.25;

/** Body heights beyond the edge that people leave for: they are gone a little before they get there. */
export const LEAVING = 0.4;

/** A depth on the plaza; the far half, where people are small, gets more of them. */
export function randomDepth(random: Random): number {
  return depthAt(random.next());
}

/** The depth beyond which this share (0..1) of all people is. */
export function depthAt(share: number): number {
  return FARTHEST + (NEAR - FARTHEST) * share * (0.65 + 0.35 * share);
}

/**
 * Out of sight at the side.
 * @param further body heights beyond the place where nobody is seen any more
 */
export function atSide(
  side: 'left' | 'right',
  y: number,
  aspect: number,
  further: number = 0,
): Place {
  const beside = outOfSightBeside(y) + further * bodyHeightAt(y);
  return { x: side === 'left' ? -beside : aspect + beside, y };
}

/** Out of sight below the picture. */
function atFront(random: Random, aspect: number, further: number): Place {
  const y = OUT_OF_SIGHT_FRONT + further * bodyHeightAt(OUT_OF_SIGHT_FRONT);
  return { x: random.between(-0.1, aspect + 0.1), y };
}

function atFarCorner(random: Random, aspect: number, further: number): Place {
  const side = random.chance(0.5) ? 'left' : 'right';
  return atSide(side, FARTHEST + random.between(0, 0.08), aspect, further);
}

/** Where a walker on this route comes from, and leaves to. */
export function randomWay(
  route: Route,
  random: Random,
  aspect: number,
): { from: Place; to: Place } {
  if (route === 'towards') {
    return { from: atFarCorner(random, aspect, 0), to: atFront(random, aspect, LEAVING) };
  }
  if (route === 'away') {
    return { from: atFront(random, aspect, 0), to: atFarCorner(random, aspect, LEAVING) };
  }
  const [start, end] =
    route === 'eastward' ? (['left', 'right'] as const) : (['right', 'left'] as const);
  const y = randomDepth(random);
  const drifted = Math.max(FARTHEST, Math.min(NEAR, y + random.between(-0.12, 0.12)));
  return { from: atSide(start, y, aspect), to: atSide(end, drifted, aspect, LEAVING) };
}
