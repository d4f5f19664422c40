import type { Planes } from '../kernels/planes.js';

/** Seconds for which a value must have been seen before it is believed for long. */
const YOUNG = 0.5;
/** How much longer than a young background another value must be seen to replace it, seconds. */
const LEAD = 0.1;
/** How long something that stands still is held before it becomes background, seconds. */
const HOLD = 180;
/** Age that the old background gets as the new candidate, seconds. */
const REMEMBERED = 2 * HOLD;
/** Seconds of age that a candidate loses per second in which the background is seen. */
const FADING = 0.25;
/** Time constant with which an established background follows slow changes, seconds. */
const ADAPTATION = 6;
/** Time constant of the deviation, seconds. */
const DEVIATION_ADAPTATION = 4;
/** Deviation before anything has been seen, and the most that is ever learnt, grey levels. */
const INITIAL_DEVIATION = 1.5;
const MAX_DEVIATION = 5;
/** A value within this many grey levels of the candidate is the candidate. */
const SAME = 10;

/**
 * What each pixel shows when nobody is there. Each pixel keeps two values, the background and a
 * candidate, and for how long it has shown each. A candidate that leads takes over: at once while
 * the background itself is young, otherwise after minutes, so that people who stand are not absorbed.
 * The two then change places, so that the old background is known again when they leave.
 */
export class Background {
  readonly value: Float32Array;
  /** Mean absolute difference of the smoothed picture from `value` while nobody is there, grey levels. */
  readonly deviation: Float32Array;
  readonly #planes: Planes;
  readonly #age: Float32Array;
  readonly #candidate: Float32Array;
  readonly #candidateAge: Float32Array;

  constructor(planes: Planes, size: number) {
    this.#planes = planes;
    this.value = planes.float32(size);
    this.deviation = planes.float32(size);
    this.#age = planes.float32(size);
    this.#candidate = planes.float32(size);
    this.#candidateAge = planes.float32(size);
  }

  /** Starts anew from one picture. */
  reset(picture: Float32Array): void {
    this.value.set(picture);
    this.deviation.fill(INITIAL_DEVIATION);
    this.#age.fill(0);
    this.#candidate.set(picture);
    this.#candidateAge.fill(0);
  }

  copyFrom(other: Background): void {
    this.value.set(other.value);
    this.deviation.set(other.deviation);
    this.#age.set(other.#age);
    this.#candidate.set(other.#candidate);
    this.#candidateAge.set(other.#candidateAge);
  }

  /** For how long, in seconds, a pixel that differs from the background has looked the same. */
  stillFor(pixel: number): number {
    return this.#candidateAge[pixel]!;
  }

  /**
   * Learns from a picture.
   * @param difference Smoothed difference of the picture from `value`.
   * @param foreground Not zero where somebody is.
   * @param seconds Time since the last picture, more than 0.
   */
  update(
    picture: Float32Array,
    difference: Float32Array,
    foreground: Uint8Array,
    seconds: number,
  ): void {
    const { kernels, at } = this.#planes;
    kernels.learnBackground(
      at(picture),
      at(difference),
      at(foreground),
      at(this.value),
      at(this.deviation),
      at(this.#age),
      at(this.#candidateAge),
      picture.length,
      seconds,
      1 - Math.exp(-seconds / ADAPTATION),
      1 - Math.exp(-seconds / DEVIATION_ADAPTATION),
      MAX_DEVIATION,
      FADING * seconds,
    );
    for (let i = 0; i < foreground.length; i++)
      if (foreground[i] !== 0) this.#watchCandidate(i, picture[i]!, seconds);
  }

  #watchCandidate(i: number, grey: number, seconds: number): void {
    const age = this.#candidateAge;
    if (Math.abs(grey - this.#candidate[i]!) < SAME) {
      this.#candidate[i]! += 0.1 * (grey - this.#candidate[i]!);
      age[i]! += seconds;
      const established = this.#age[i]!;
      const patience = established < YOUNG ? established + LEAD : HOLD;
      if (age[i]! > patience) this.#exchange(i);
      return;
    }
    age[i]! -= seconds;
    if (age[i]! > 0) return;
    this.#candidate[i] = grey;
    age[i] = 0;
  }

  /** Makes a grey level the background because a pixel has shown it for some seconds. */
  settle(i: number, grey: number, seconds: number): void {
    this.value[i] = grey;
    this.#age[i] = seconds;
    this.#candidateAge[i] = 0;
  }

  /** Makes the candidate the background and forgets what was. */
  accept(i: number): void {
    this.value[i] = this.#candidate[i]!;
    this.#age[i] = this.#candidateAge[i]!;
    this.#candidateAge[i] = 0;
    this.deviation[i] = INITIAL_DEVIATION;
  }

  /** Lets candidate and background change places. */
  #exchange(i: number): void {
    const value = this.value[i]!;
    const established = this.#age[i]! >= YOUNG;
    this.accept(i);
    this.#candidate[i] = value;
    // Beyond all patience for a while, so that it takes over as soon as it is seen again.
    this.#candidateAge[i] = established ? REMEMBERED : 0;
  }
}
