import type { Random } from '../random.js';
import { FARTHEST, FRONT_EXIT, sideMargin } from '../view.js';
import type { Route } from './programme.js';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The nearest walkers, of whom only the heads are seen. */
const NEAR = 1.25;

/** A depth on the plaza; the far half, where people are small, gets more of them. */
export function randomDepth(random: Random): number {
  return depthAt(random.next());
}

/** The depth beyond which this share (0..1) of all people is. */
export function depthAt(share: number): number {
  return FARTHEST + (NEAR - FARTHEST) * share * (0.65 + 0.35 * share);
}

/** Just out of sight at the side. */
function atSide(side: 'left' | 'right', y: number, aspect: number): Place {
  return { x: side === 'left' ? -sideMargin(y) : aspect + sideMargin(y), y };
}

function atFront(random: Random, aspect: number): Place {
  return { x: random.between(-0.1, aspect + 0.1), y: FRONT_EXIT };
}

function farCorner(random: Random, aspect: number): Place {
  return atSide(random.chance(0.5) ? 'left' : 'right', FARTHEST + random.between(0, 0.08), aspect);
}

/** Where a walker on this route comes from, and leaves to. */
export function randomWay(
  route: Route,
  random: Random,
  aspect: number,
): { from: Place; to: Place } {
  if (route === 'towards') return { from: farCorner(random, aspect), to: atFront(random, aspect) };
  if (route === 'away') return { from: atFront(random, aspect), to: farCorner(random, aspect) };
  const y = randomDepth(random);
  const left = atSide('left', y, aspect);
  const drift = Math.max(FARTHEST, Math.min(NEAR, y + random.between(-0.12, 0.12)));
  const right = atSide('right', drift, aspect);
  return route === 'eastward' ? { from: left, to: right } : { from: right, to: left };
}
