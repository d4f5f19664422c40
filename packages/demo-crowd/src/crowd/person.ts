import { bodyHeightAt } from '../view.js';
import type { Look } from './look.js';

/** A place to go to, and how many seconds to stand there; there is nowhere to stand off the plaza. */
export interface Stop {
  readonly x: number;
  readonly y: number;
  readonly stay: number;
  /** Where to look while standing; unset: wherever one came from. */
  readonly lookAt?: { readonly x: number; readonly y: number };
}

/** Body heights per second, below which a person counts as standing. */
export const MOVING_SPEED = 0.15;

/** Body heights per second squared: a walker is up to speed in less than half a second. */
const ACCELERATION = 3;
/** Seconds to turn most of the way into a new direction. */
const TURNING_TIME = 0.22;
/** Body heights between a walker and a stop that count as having arrived. */
const ARRIVED = 0.12;
/** The same for a place to leave at, which one passes at full pace. */
const LEFT = 0.36;
/** Body heights that a whole walking cycle (two steps) covers. */
const CYCLE_LENGTH = 0.86;

/** What changes from one moment to the next; positions in picture heights. */
interface Moment {
  x: number;
  y: number;
  facingX: number;
  facingY: number;
  /** Body heights per second along the facing. */
  speed: number;
  /** Turns of the walking cycle so far. */
  stride: number;
}

/** Somebody in the scene, who carries out a list of stops; the last lies off the plaza. */
export class Person {
  readonly now: Moment;
  /** One simulation step earlier, so that any time between two steps can be drawn. */
  readonly before: Moment;
  /** Seconds still to stand. */
  waiting = 0;
  #stops: Stop[];
  #lookAt: Stop['lookAt'];

  constructor(
    readonly id: number,
    readonly look: Look,
    /** Body heights per second when walking. */
    readonly pace: number,
    from: { readonly x: number; readonly y: number },
    stops: readonly Stop[],
  ) {
    this.#stops = [...stops];
    this.now = { x: from.x, y: from.y, facingX: 0, facingY: 1, speed: pace, stride: id * 0.37 };
    this.#aim(1, 0, 0);
    this.before = { ...this.now };
  }

  /** All stops are done and the person is out of sight. */
  get gone(): boolean {
    return this.#stops.length === 0;
  }

  /** Stands, or is on the way to a place to stand at. */
  get visiting(): boolean {
    return this.waiting > 0 || (this.#stops[0]?.stay ?? 0) > 0;
  }

  /** Height of this body with its feet at `y`, in picture heights. */
  heightAt(y: number): number {
    return bodyHeightAt(y) * this.look.stature;
  }

  /** Starts at the first stop, standing there already. */
  arriveAtOnce(): void {
    const stop = this.#stops.shift();
    if (stop === undefined) return;
    Object.assign(this.now, { x: stop.x, y: stop.y, speed: 0 });
    this.waiting = stop.stay;
    this.#lookAt = stop.lookAt;
    this.#aim(1, 0, 0);
    Object.assign(this.before, this.now);
  }

  /** Has nowhere to go yet after the present stop. */
  get idle(): boolean {
    return this.#stops.length === 0 && this.waiting === 0;
  }

  /** Adds a stop. */
  goOnTo(stop: Stop): void {
    this.#stops.push(stop);
  }

  /** Gives up all stops but the way out, within `seconds`. */
  dismiss(seconds: number): void {
    this.#stops = this.#stops.slice(-1);
    this.waiting = Math.min(this.waiting, seconds);
  }

  /**
   * One simulation step.
   * @param pushX,pushY wish to give way to others, a vector shorter than 1
   */
  step(seconds: number, pushX: number, pushY: number): void {
    const { now } = this;
    Object.assign(this.before, now);
    if (this.waiting > 0) this.waiting = Math.max(0, this.waiting - seconds);
    const walking = this.waiting === 0 && this.#stops.length > 0;
    const target = walking ? this.#paceTowardsStop() : 0;
    const change = ACCELERATION * seconds;
    now.speed += Math.max(-change, Math.min(change, target - now.speed));
    this.#aim(Math.min(1, seconds / TURNING_TIME), walking ? pushX : 0, walking ? pushY : 0);
    const distance = now.speed * seconds;
    const scale = this.heightAt(now.y);
    now.x += now.facingX * distance * scale;
    now.y += now.facingY * distance * scale;
    now.stride += distance / CYCLE_LENGTH;
    if (walking) this.#arrive();
  }

  /** Slows down before a place to stand at, so as not to overshoot it. */
  #paceTowardsStop(): number {
    const stop = this.#stops[0];
    if (stop === undefined || stop.stay === 0) return this.pace;
    return Math.min(this.pace, Math.max(0.3, this.#distanceTo(stop) * 2.5));
  }

  #arrive(): void {
    const stop = this.#stops[0];
    const near = stop?.stay ? ARRIVED : LEFT;
    if (stop === undefined || this.#distanceTo(stop) > near) return;
    this.#stops.shift();
    this.waiting = stop.stay;
    this.#lookAt = stop.lookAt;
  }

  /** Body heights. */
  #distanceTo(place: { readonly x: number; readonly y: number }): number {
    const dx = place.x - this.now.x;
    const dy = place.y - this.now.y;
    return Math.sqrt(dx * dx + dy * dy) / this.heightAt(this.now.y);
  }

  /** Turns by `share` (0..1) towards the next stop, or what there is to look at. */
  #aim(share: number, pushX: number, pushY: number): void {
    const goal = this.waiting > 0 ? this.#lookAt : this.#stops[0];
    if (goal === undefined) return;
    const { now } = this;
    const dx = goal.x - now.x;
    const dy = goal.y - now.y;
    const distance = Math.sqrt(dx * dx + dy * dy) || 1;
    const facingX = now.facingX + (dx / distance + pushX - now.facingX) * share;
    const facingY = now.facingY + (dy / distance + pushY - now.facingY) * share;
    const length = Math.sqrt(facingX * facingX + facingY * facingY);
    // Turning right round passes through no direction at all: then take the shortcut.
    if (length < 0.05) {
      [now.facingX, now.facingY] = [-now.facingY, now.facingX];
      return;
    }
    now.facingX = facingX / length;
    now.facingY = facingY / length;
  }
}
