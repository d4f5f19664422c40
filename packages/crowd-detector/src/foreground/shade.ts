import type { Planes } from '../kernels/planes.js';
import { sum5x5 } from '../picture/smooth.js';
import type { Components } from './components.js';

/** A surface in shadow or in added light keeps this share of its brightness. */
const DARKEST = 0.5;
const BRIGHTEST = 1.35;
/** Grey level below which shares of brightness mean nothing. */
const BLACK = 8;
/** How steep the border of a shadow may be: grey levels per pixel for each grey level of its depth. */
const SOFTNESS = 0.2;
/** What noise alone adds to the comparison, grey levels per pixel. */
const LEAST_RESIDUAL = 2;
/** Points per pixel of a 5x5 window: the background's texture, no difference to speak of, other texture. */
const MATCH = 2;
const NEUTRAL = 1;
const MISMATCH = 0;
/** Points that the window must have for its middle to be shade: half of all. */
const MATCHING = 25;
/** Share of a shade's outline that people must make up for it to be a part of them. */
const ENCLOSED = 0.6;

/**
 * Tells changes of light from people. Where only the light has changed, there is the same texture,
 * dimmed or brightened by one factor, without the sharp edges that things have. A plain coat looks
 * like that, too, but has the wearer's outline around it.
 */
export class Shade {
  readonly #matches: Uint8Array;
  readonly #scratch: Uint8Array;
  /** 1 where the last `remove` has taken a candidate away. */
  readonly #removed: Uint8Array;
  readonly #people: Int32Array;
  readonly #ground: Int32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
    readonly components: Components,
  ) {
    this.#matches = planes.uint8(width * height);
    this.#scratch = planes.uint8(width * height);
    this.#removed = planes.uint8(width * height);
    this.#people = planes.int32(components.capacity);
    this.#ground = planes.int32(components.capacity);
  }

  /**
   * Takes away the candidates that light alone explains.
   * @param smooth Smoothed difference of picture and background.
   */
  remove(
    picture: Float32Array,
    background: Float32Array,
    smooth: Float32Array,
    candidates: Uint8Array,
  ): void {
    this.#match(picture, background, smooth, candidates);
    const matches = this.#matches;
    const removed = this.#removed;
    for (let i = 0; i < candidates.length; i++) {
      removed[i] = 0;
      if (candidates[i] === 0 || matches[i]! < MATCHING) continue;
      if (!isLight(1 + smooth[i]! / Math.max(BLACK, background[i]!))) continue;
      candidates[i] = 0;
      removed[i] = 1;
    }
  }

  /** Puts back what was taken away but is enclosed by people. */
  restoreEnclosed(mask: Uint8Array): void {
    const removed = this.#removed;
    for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) removed[i] = 0;
    this.components.findSet(removed);
    this.#countNeighbours(mask);
    for (let run = 0; run < this.components.runs; run++) {
      const id = this.components.runComponent[run]!;
      const people = this.#people[id]!;
      if (people > ENCLOSED * (people + this.#ground[id]!)) this.components.paint(mask, run, 1);
    }
  }

  /** Gives each pixel the points of its surroundings. */
  #match(
    picture: Float32Array,
    background: Float32Array,
    smooth: Float32Array,
    candidates: Uint8Array,
  ): void {
    const row = this.width;
    const matches = this.#matches.fill(NEUTRAL);
    for (let i = row; i < matches.length - row; i++) {
      if (candidates[i] === 0) continue;
      matches[i] = MISMATCH;
      const factor = 1 + smooth[i]! / Math.max(BLACK, background[i]!);
      if (!isLight(factor)) continue;
      const gx =
        picture[i + 1]! - picture[i - 1]! - factor * (background[i + 1]! - background[i - 1]!);
      const gy =
        picture[i + row]! -
        picture[i - row]! -
        factor * (background[i + row]! - background[i - row]!);
      const bound = SOFTNESS * smooth[i]!;
      const residual = 0.25 * (gx * gx + gy * gy);
      if (residual < bound * bound + LEAST_RESIDUAL * LEAST_RESIDUAL) matches[i] = MATCH;
    }
    sum5x5(matches, this.#scratch, this.width);
  }

  /** Counts, per piece of removed shade, the neighbouring pixels that are people and that are not. */
  #countNeighbours(mask: Uint8Array): void {
    const { width, height, components } = this;
    const { count, runs, runY, runFrom, runTo, runComponent } = components;
    const removed = this.#removed;
    const people = this.#people.fill(0, 0, count);
    const ground = this.#ground.fill(0, 0, count);
    const look = (id: number, neighbour: number) => {
      if (mask[neighbour] !== 0) people[id]!++;
      else if (removed[neighbour] === 0) ground[id]!++;
    };
    for (let run = 0; run < runs; run++) {
      const id = runComponent[run]!;
      const row = runY[run]! * width;
      const from = row + runFrom[run]!;
      const to = row + runTo[run]!;
      if (runFrom[run]! > 0) look(id, from - 1);
      if (runTo[run]! < width) look(id, to);
      for (let i = from; i < to; i++) {
        if (row > 0) look(id, i - width);
        if (runY[run]! < height - 1) look(id, i + width);
      }
    }
  }
}

function isLight(factor: number): boolean {
  return factor > DARKEST && factor < BRIGHTEST;
}
