import type { Random } from '../random.js';
import { bodyHeightAt, FRONT_EXIT, sideMargin } from '../view.js';
import type { Person, Stop } from './person.js';
import { randomDepth, type Place } from './ways.js';

type Invite = (pace: number, from: Place, stops: readonly Stop[]) => Person;

/** Seconds of nearly empty plaza, from which a detector learns the background. */
const QUIET = 0.6;

/** People of the wave, for a picture of 4:3. */
const FROM_SIDES = 84;
const FROM_FRONT = 20;

/**
 * How every scene begins: a few people, then brisk ones from both sides and from the front,
 * so many that after three seconds nearly half of the picture is people.
 */
export function inviteOpening(random: Random, aspect: number, invite: Invite): void {
  const scale = (aspect * 3) / 4;
  inviteEarlyBirds(aspect, invite);
  for (let i = 0; i < FROM_SIDES * scale; i++) {
    inviteFromSide(i % 2 === 0 ? 'left' : 'right', random, aspect, invite);
  }
  for (let i = 0; i < FROM_FRONT * scale; i++) inviteFromFront(random, aspect, invite);
}

function inviteEarlyBirds(aspect: number, invite: Invite): void {
  const out = { x: aspect + 0.3, y: 0.5, stay: 0 };
  for (const x of [0.3, 0.42]) {
    const stop = { x: x * aspect, y: 0.5, stay: 12, lookAt: { x: 0.36 * aspect, y: 0.52 } };
    invite(0.8, stop, [stop, out]).arriveAtOnce();
  }
  invite(0.8, { x: 0.6 * aspect, y: 0.32 }, [{ ...out, y: 0.34 }]);
  invite(0.9, { x: 0.75 * aspect, y: 0.62 }, [{ x: -0.3, y: 0.58, stay: 0 }]);
}

function inviteFromSide(
  side: 'left' | 'right',
  random: Random,
  aspect: number,
  invite: Invite,
): void {
  const y = randomDepth(random);
  const pace = random.between(1.05, 1.25);
  const late = random.next();
  // The first ones go furthest: all that stop do so at about the same time.
  const before = (QUIET + 2.2 * late) * pace * bodyHeightAt(y) + sideMargin(y);
  const depth = aspect * (0.55 - 0.5 * late) + random.between(-0.05, 0.05);
  const from = side === 'left' ? -before : aspect + before;
  const toX = side === 'left' ? depth : aspect - depth;
  const stop = { x: toX, y: y + random.between(-0.02, 0.02), stay: random.between(1, 7) };
  const outX = side === 'left' ? aspect + sideMargin(y) : -sideMargin(y);
  const out = { x: outX, y, stay: 0 };
  invite(pace, { x: from, y }, random.chance(0.5) ? [stop, out] : [out]);
}

function inviteFromFront(random: Random, aspect: number, invite: Invite): void {
  const x = random.between(0.05, aspect - 0.05);
  const late = random.next();
  const pace = random.between(1.05, 1.25);
  const from = { x, y: FRONT_EXIT + (QUIET * 0.6 + 1.2 * late) * pace * bodyHeightAt(FRONT_EXIT) };
  const stop = {
    x: x + random.between(-0.1, 0.1),
    y: random.between(0.7, 1.25),
    stay: random.between(2, 8),
  };
  const out = { x: random.chance(0.5) ? -0.3 : aspect + 0.3, y: random.between(0.4, 0.9), stay: 0 };
  invite(pace, from, [stop, out]);
}
