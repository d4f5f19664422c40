import type { Random } from '../random.js';
import { bodyHeightAt, OUT_OF_SIGHT_FRONT, roomFor } from '../view.js';
import type { Person, Stop } from './person.js';
import { atSide, depthAt, LEAVING, type Place } from './ways.js';

type Invite = (pace: number, from: Place, stops: readonly Stop[]) => Person;

/** Seconds of nearly empty plaza, from which a detector learns the background. */
const QUIET = 0.7;
/** Seconds between the first and the last of the wave to come into view. */
const ARRIVAL = 2.2;

/** People of the wave, for a picture of 4:3. */
const FROM_EACH_SIDE = 36;
const FROM_FRONT = 15;

/**
 * How every scene begins: a few people, then brisk ones from both sides and from the front,
 * so many that after three seconds nearly half of the picture is people.
 */
export function inviteOpening(random: Random, aspect: number, invite: Invite): void {
  const sides = Math.round(FROM_EACH_SIDE * roomFor(aspect));
  const front = Math.round(FROM_FRONT * roomFor(aspect));
  inviteEarlyBirds(aspect, invite);
  for (let i = 0; i < sides; i++) {
    const share = (i + random.next()) / sides;
    inviteFromSide('left', share, random, aspect, invite);
    inviteFromSide('right', 1 - share, random, aspect, invite);
  }
  for (let i = 0; i < front; i++) {
    inviteFromFront((i + random.next()) / front, random, aspect, invite);
  }
}

/** Two who talk, and three on their way. */
function inviteEarlyBirds(aspect: number, invite: Invite): void {
  const leave = (side: 'left' | 'right', y: number): Stop => ({
    ...atSide(side, y, aspect, LEAVING),
    stay: 0,
  });
  for (const x of [0.28, 0.36]) {
    const stop = { x: x * aspect, y: 0.6, stay: 12, lookAt: { x: 0.32 * aspect, y: 0.6 } };
    invite(0.8, stop, [stop, leave('right', 0.5)]).arriveAtOnce();
  }
  invite(0.8, { x: 0.6 * aspect, y: 0.32 }, [leave('right', 0.34)]);
  invite(0.9, { x: 0.75 * aspect, y: 0.72 }, [leave('left', 0.66)]);
  invite(0.9, { x: 0.42 * aspect, y: 0.95 }, [leave('right', 0.9)]);
}

/** @param share 0..1, how near to the camera */
function inviteFromSide(
  side: 'left' | 'right',
  share: number,
  random: Random,
  aspect: number,
  invite: Invite,
): void {
  const y = depthAt(share);
  const pace = random.between(1.1, 1.25);
  const late = random.next();
  const from = atSide(side, y, aspect, (QUIET + ARRIVAL * late) * pace);
  // The first ones go furthest, so that the plaza fills evenly.
  const inward = aspect * (0.55 - 0.5 * late) + random.between(-0.05, 0.05);
  const x = side === 'left' ? inward : aspect - inward;
  const stop = { x, y, stay: random.between(1, 7) };
  const opposite = side === 'left' ? 'right' : 'left';
  const out = { ...atSide(opposite, y, aspect, LEAVING), stay: 0 };
  invite(pace, from, random.chance(0.5) ? [stop, out] : [out]);
}

/** @param share 0..1, how far to the right */
function inviteFromFront(share: number, random: Random, aspect: number, invite: Invite): void {
  const x = aspect * share;
  const late = random.next();
  const pace = random.between(1.1, 1.25);
  const before = 0.6 * (QUIET + ARRIVAL * late) * pace * bodyHeightAt(OUT_OF_SIGHT_FRONT);
  const stop = { x, y: 1.2 - 0.5 * random.next(), stay: random.between(2, 8) };
  const side = random.chance(0.5) ? 'left' : 'right';
  const out = { ...atSide(side, stop.y - 0.1, aspect, LEAVING), stay: 0 };
  invite(pace, { x, y: OUT_OF_SIGHT_FRONT + before }, [stop, out]);
}
