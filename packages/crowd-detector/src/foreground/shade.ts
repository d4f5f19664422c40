import type { Planes } from '../kernels/planes.js';
import type { Colour } from './colour.js';
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
/**
 * Points that a 5x5 window must have for its middle to be shade. A pixel with the background's
 * texture has two, one with another texture none, one that hardly differs one. More than half of
 * all, so that the outline of a plain coat stays and encloses the rest of it.
 */
const MATCHING = 30;
/** Share of a shade's outline that people must make up for it to be a part of them. */
const ENCLOSED = 0.6;

/**
 * Tells changes of light from people. Where only the light has changed, there is the same texture,
 * dimmed or brightened by one factor, without the sharp edges that things have. A plain coat looks
 * like that, too, but has the wearer's outline around it.
 */
export class Shade {
  readonly #planes: Planes;
  readonly #matches: Uint8Array;
  readonly #points: Uint8Array;
  /** 1 where the last `remove` has taken a candidate away. */
  readonly #removed: Uint8Array;
  /** Neighbouring pixels of each piece of removed shade. */
  readonly #people: Int32Array;
  readonly #shade: Int32Array;
  readonly #all: Int32Array;
  readonly #verdict: Uint8Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
    readonly components: Components,
  ) {
    this.#planes = planes;
    this.#matches = planes.uint8(width * height);
    this.#points = planes.uint8(width * height);
    this.#removed = planes.uint8(width * height);
    this.#people = planes.int32(components.capacity);
    this.#shade = planes.int32(components.capacity);
    this.#all = planes.int32(components.capacity);
    this.#verdict = planes.uint8(components.capacity);
  }

  /**
   * Takes away the candidates that light alone explains.
   * @param smooth Smoothed difference of picture and background.
   * @param colour Of a grey picture there is none.
   */
  remove(
    picture: Float32Array,
    background: Float32Array,
    smooth: Float32Array,
    colour: Colour | undefined,
    candidates: Uint8Array,
  ): void {
    const { kernels, at } = this.#planes;
    const { width, height } = this;
    const matches = at(this.#matches);
    const points = at(this.#points);
    const removed = at(this.#removed);
    kernels.compareTexture(
      at(picture),
      at(background),
      at(smooth),
      at(candidates),
      removed,
      matches,
      width,
      height,
      BLACK,
      DARKEST,
      BRIGHTEST,
      SOFTNESS,
      LEAST_RESIDUAL,
    );
    kernels.sum5x5(matches, points, width, height);
    colour?.vouchForGround(this.#points, MATCHING);
    kernels.takeAwayLit(at(candidates), removed, points, width * height, MATCHING);
  }

  /** Puts back what was taken away but is enclosed by people. */
  restoreEnclosed(mask: Uint8Array): void {
    const { kernels, at } = this.#planes;
    const { components } = this;
    kernels.clearWhere(at(this.#removed), at(mask), mask.length);
    components.findSet(this.#removed);
    this.#countNeighbours(mask);
    for (let id = 0; id < components.count; id++) {
      const people = this.#people[id]!;
      const open = this.#all[id]! - this.#shade[id]!;
      this.#verdict[id] = people > ENCLOSED * open ? 1 : 0;
    }
    components.runs.paint(mask, this.#verdict);
  }

  /** Counts, per piece of removed shade, the neighbouring pixels: people, shade of the same piece, all. */
  #countNeighbours(mask: Uint8Array): void {
    const { count, runs } = this.components;
    const removed = this.#removed;
    const people = this.#people.fill(0, 0, count);
    const shade = this.#shade.fill(0, 0, count);
    const all = this.#all.fill(0, 0, count);
    // There are no candidates, and so no shade, in the outermost rows and columns.
    for (const down of [-1, 1]) {
      runs.tally(mask, 1, people, down);
      runs.tally(removed, 1, shade, down);
    }
    for (let run = 0; run < runs.count; run++) {
      const id = runs.owner[run]!;
      const row = runs.y[run]! * this.width;
      people[id]! += mask[row + runs.from[run]! - 1]! + mask[row + runs.to[run]!]!;
      all[id]! += 2 * (runs.to[run]! - runs.from[run]!) + 2;
    }
  }
}
