import type { Random } from '../random.js';
import { bodyHeightAt, FARTHEST, OUT_OF_SIGHT_FRONT } from '../view.js';
import type { Person, Stop } from './person.js';
import type { Place } from './ways.js';

type Invite = (pace: number, from: Place, stops: readonly Stop[]) => Person;

/** Body heights from one to the next in a row, and from one row to the next as it is seen. */
const BESIDE = 0.3;
const BEHIND = 0.17;
/** How far people are pushed from their places, body heights. */
const REACH = 0.3;

/** Fills the whole plaza, and the ground before the camera, with people. Returns their places. */
export function invitePacked(random: Random, aspect: number, invite: Invite): Map<Person, Place> {
  const places = new Map<Person, Place>();
  for (let y = FARTHEST; y < OUT_OF_SIGHT_FRONT; y += BEHIND * bodyHeightAt(y)) {
    const beside = BESIDE * bodyHeightAt(y);
    for (let x = -beside * random.next(); x < aspect + beside; x += beside) {
      const place = { x, y };
      const person = invite(0.65, place, [jostle(place, random)]);
      person.arriveAtOnce();
      places.set(person, place);
    }
  }
  return places;
}

/** Somewhere around one's place, for a moment. */
export function jostle({ x, y }: Place, random: Random): Stop {
  const reach = REACH * bodyHeightAt(y);
  const around = (): number => random.between(-reach, reach);
  return { x: x + around(), y: y + 0.5 * around(), stay: random.between(0.1, 0.8) };
}
