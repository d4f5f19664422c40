import type { Random } from '../random.js';
import { FRONT_EXIT, PLAZA_TOP, sideMargin } from '../view.js';
import type { Route } from './programme.js';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where people may walk, picture heights. */
const FAR = PLAZA_TOP + 0.05;
const NEAR = 1.3;

/** A depth on the plaza; the far half, where people are small, gets more of them. */
export function randomDepth(random: Random): number {
  const share = random.next();
  return FAR + (NEAR - FAR) * share * (0.65 + 0.35 * share);
}

/** Just out of sight at the side. */
function atSide(side: 'left' | 'right', y: number, aspect: number): Place {
  return { x: side === 'left' ? -sideMargin(y) : aspect + sideMargin(y), y };
}

function atFront(random: Random, aspect: number): Place {
  return { x: random.between(-0.1, aspect + 0.1), y: FRONT_EXIT };
}

function farCorner(random: Random, aspect: number): Place {
  return atSide(random.chance(0.5) ? 'left' : 'right', FAR + random.between(0, 0.08), aspect);
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
  const drift = Math.max(FAR, Math.min(NEAR, y + random.between(-0.12, 0.12)));
  const right = atSide('right', drift, aspect);
  return route === 'eastward' ? { from: left, to: right } : { from: right, to: left };
}
