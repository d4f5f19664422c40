import { Random } from '../random.js';
import { bodyHeightAt, roomFor } from '../view.js';
import { randomLook } from './look.js';
import { inviteOpening } from './opening.js';
import { invitePacked, jostle } from './packed.js';
import { Person, type Stop } from './person.js';
import { Programme } from './programme.js';
import { randomDepth, randomWay, type Place } from './ways.js';

/** Simulation steps a second. */
export const STEPS_PER_SECOND = 20;
const STEP = 1 / STEPS_PER_SECOND;

/** Seconds during which the opening has the plaza for itself. */
const OPENING = 8;
/** Body heights at which people begin to give way to each other. */
const PERSONAL_SPACE = 0.5;
/** What is seen of a distance along the line of sight. */
const DEPTH_SQUEEZE = 0.6;

/**
 * Everybody on the plaza, simulated in equal steps of time so that the scene does not depend on how
 * often it is looked at. Never more people than the opening brings or the largest act wants.
 */
export class Crowd {
  readonly people: Person[] = [];
  readonly #random: Random;
  readonly #aspect: number;
  readonly #obstacles: readonly Place[];
  readonly #programme = new Programme(OPENING);
  /** Where each one jostles, when the plaza is packed. */
  #places: ReadonlyMap<Person, Place> | undefined;
  #steps = 0;
  #nextId = 1;
  #groups: Place[] = [];

  /**
   * @param aspect width of the picture divided by its height
   * @param obstacles things to walk around
   * @param packed whether the plaza is full for ever, without a programme
   */
  constructor(seed: number, aspect: number, obstacles: readonly Place[], packed = false) {
    this.#random = new Random(seed);
    this.#aspect = aspect;
    this.#obstacles = obstacles;
    const invite = this.#invite.bind(this);
    if (packed) this.#places = invitePacked(this.#random, aspect, invite);
    else inviteOpening(this.#random, aspect, invite);
  }

  /** Steps done so far. */
  get steps(): number {
    return this.#steps;
  }

  step(): void {
    this.#steps++;
    if (this.#places === undefined) this.#playOn();
    else this.#jostle(this.#places);
  }

  #jostle(places: ReadonlyMap<Person, Place>): void {
    for (const [person, place] of places) {
      if (person.idle) person.goOnTo(jostle(place, this.#random));
      this.#move(person);
    }
  }

  #playOn(): void {
    const time = this.#steps * STEP;
    if (this.#programme.advance(time, this.#random)) this.#beginAct();
    if (time > OPENING) this.#admit();
    for (const person of this.people) this.#move(person);
    for (let i = this.people.length - 1; i >= 0; i--) {
      if (this.people[i]!.gone) this.people.splice(i, 1);
    }
  }

  #invite(pace: number, from: Place, stops: readonly Stop[]): Person {
    const person = new Person(this.#nextId++, randomLook(this.#random), pace, from, stops);
    this.people.push(person);
    return person;
  }

  #beginAct(): void {
    const { groups, clears } = this.#programme.current;
    this.#groups = Array.from({ length: groups }, () => ({
      x: this.#random.between(0.15, this.#aspect - 0.15),
      y: this.#random.between(0.36, 0.95),
    }));
    if (!clears) return;
    for (const person of this.people) {
      if (this.#random.chance(0.85)) person.dismiss(this.#random.between(0, 7));
    }
  }

  /** Lets at most one person in, so that the act gets the people it wants. */
  #admit(): void {
    const act = this.#programme.current;
    const wanted = act.people * roomFor(this.#aspect);
    const missing = wanted - this.people.length;
    if (missing <= 0 || !this.#random.chance(Math.min(0.6, missing * STEP * 0.3))) return;
    const visitors = this.people.reduce((count, person) => count + (person.visiting ? 1 : 0), 0);
    const { from, to } = randomWay(this.#random.pick(act.routes), this.#random, this.#aspect);
    const stops: Stop[] = [{ ...to, stay: 0 }];
    if (visitors < act.standing * wanted) stops.unshift(this.#placeToStand());
    this.#invite(this.#random.between(0.65, 1.05), from, stops);
  }

  #placeToStand(): Stop {
    const random = this.#random;
    const stay = random.between(10, 40);
    const group = this.#groups[Math.floor(random.next() * this.#groups.length)];
    if (group === undefined) {
      const y = Math.min(1.05, randomDepth(random));
      return { x: random.between(0.1, this.#aspect - 0.1), y, stay };
    }
    const [dx, dy] = randomDirection(random);
    const distance = random.between(0.3, 0.75) * bodyHeightAt(group.y);
    const y = group.y + dy * distance * DEPTH_SQUEEZE;
    return { x: group.x + dx * distance, y, stay, lookAt: group };
  }

  #move(person: Person): void {
    let pushX = 0;
    let pushY = 0;
    const { x, y } = person.now;
    const reach = PERSONAL_SPACE * bodyHeightAt(y);
    const giveWay = (other: Place): void => {
      const dx = (x - other.x) / reach;
      const dy = (y - other.y) / (reach * DEPTH_SQUEEZE);
      const squared = dx * dx + dy * dy;
      if (squared >= 1 || squared === 0) return;
      const distance = Math.sqrt(squared);
      const push = (1 - distance) / distance;
      // The added quarter turn makes people pass each other on the right.
      pushX += push * (dx - 0.5 * dy);
      pushY += push * (dy + 0.5 * dx);
    };
    for (const other of this.people) if (other !== person) giveWay(other.now);
    for (const obstacle of this.#obstacles) giveWay(obstacle);
    const length = Math.sqrt(pushX * pushX + pushY * pushY);
    const limit = length > 0.8 ? 0.8 / length : 1;
    person.step(STEP, pushX * limit, pushY * limit);
  }
}

/** A unit vector, uniform over all directions (von Neumann's rejection method). */
function randomDirection(random: Random): [x: number, y: number] {
  for (;;) {
    const x = random.between(-1, 1);
    const y = random.between(-1, 1);
    const squared = x * x + y * y;
    if (squared > 0.01 && squared <= 1) return [x / Math.sqrt(squared), y / Math.sqrt(squared)];
  }
}
