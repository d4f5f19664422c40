import type { Blobs } from '../foreground/blobs.js';
import type { Planes } from '../kernels/planes.js';
import { accumulate, sumWithin } from '../picture/areaTable.js';
import type { Level, Pyramid } from '../picture/pyramid.js';
import type { Runs } from '../picture/runs.js';
import type { BodyHeight } from './bodyHeight.js';

/** Body heights per second from which crowd counts as moving. */
const FAST = 0.15;
/** What moves goes on counting as moving down to this share of the bound, and starts above its inverse. */
const STICKINESS = 0.85;
/**
 * The change of a cell counts up to this many times what moving at the bound makes: a quarter of a
 * window must move. Change grows with the square of the speed, so otherwise a walker's arm would
 * outweigh everybody who stands beside it.
 */
const MOST_VOTES = 4;
/** Mean squared gradient that is added so that noise on a plain surface is no speed. */
const LEAST_TEXTURE = 2;
/** Window that speed is measured in, as shares of the body height. */
const WINDOW_WIDTH = 0.25;
const WINDOW_HEIGHT = 0.5;
/** Bodies higher than this are measured in a smaller copy of the picture: their patterns are coarser. */
const LARGE_BODY = 64;
/** Side of a cell at 320 pixels wide. */
const CELL = 4;

/**
 * Which of the foreground moves, from how much it changes against how much texture it has: a surface
 * with gradient g that moves by d changes by g * d, whatever its pattern. Measured per cell, over a
 * window as large as a body.
 */
export class Speed {
  readonly #planes: Planes;
  /** A row of pixels. */
  readonly #line: Uint8Array;
  /** Side of a cell, pixels. */
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** 1 for each cell whose foreground moves. */
  readonly #fast: Uint8Array;
  readonly #change: Float64Array;
  readonly #texture: Float64Array;
  /** Pyramid level at which each run of the foreground is measured. */
  readonly #runLevel: Uint8Array;
  /** Height of the bodies in each cell, pixels; 0: nobody there. */
  readonly #bodyHeight: Float32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#line = planes.uint8(width);
    this.#cell = Math.max(1, Math.round((CELL * width) / 320));
    this.#columns = Math.ceil(width / this.#cell);
    this.#rows = Math.ceil(height / this.#cell);
    this.#fast = planes.uint8(this.#columns * this.#rows);
    this.#runLevel = planes.uint8(height * Math.ceil(width / 2));
    this.#bodyHeight = planes.float32(this.#columns * this.#rows);
    this.#change = planes.float64((this.#columns + 1) * (this.#rows + 1));
    this.#texture = planes.float64((this.#columns + 1) * (this.#rows + 1));
  }

  /**
   * @param noise Standard deviation of a pixel's grey level.
   * @param seconds Time between the two pictures.
   */
  run(
    picture: Pyramid,
    before: Pyramid,
    blobs: Blobs,
    bodies: BodyHeight,
    noise: number,
    seconds: number,
  ): void {
    this.#collect(picture, before, blobs, bodies, noise);
    this.#limitVotes(seconds);
    accumulate(this.#change, this.#columns, this.#rows);
    accumulate(this.#texture, this.#columns, this.#rows);
    for (let row = 0, i = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++, i++) {
        const height = this.#bodyHeight[i]!;
        if (height === 0) {
          this.#fast[i] = 0;
          continue;
        }
        const speed = this.#speedAround(column, row, height) / seconds / height;
        const bound = this.#fast[i] === 0 ? FAST / STICKINESS : FAST * STICKINESS;
        this.#fast[i] = speed > bound ? 1 : 0;
      }
    }
  }

  /** Writes 1 to `moving` for each pixel of the foreground that moves, 0 elsewhere. */
  paint(foreground: Uint8Array, moving: Uint8Array): void {
    const { kernels, at } = this.#planes;
    kernels.maskByCells(
      at(foreground),
      at(this.#fast),
      at(moving),
      at(this.#line),
      this.width,
      this.height,
      this.#cell,
    );
  }

  copyFrom(other: Speed): void {
    this.#fast.set(other.#fast);
  }

  #speedAround(column: number, row: number, bodyHeight: number): number {
    const rx = Math.max(1, Math.round((0.5 * WINDOW_WIDTH * bodyHeight) / this.#cell));
    const ry = Math.max(1, Math.round((0.5 * WINDOW_HEIGHT * bodyHeight) / this.#cell));
    const left = Math.max(0, column - rx);
    const right = Math.min(this.#columns, column + rx + 1);
    const top = Math.max(0, row - ry);
    const bottom = Math.min(this.#rows, row + ry + 1);
    const change = sumWithin(this.#change, this.#columns, left, top, right, bottom);
    const texture = sumWithin(this.#texture, this.#columns, left, top, right, bottom);
    return texture > 0 ? Math.sqrt((2 * Math.max(0, change)) / texture) : 0;
  }

  /** Sums change and texture of the foreground per cell. */
  #collect(
    picture: Pyramid,
    before: Pyramid,
    blobs: Blobs,
    bodies: BodyHeight,
    noise: number,
  ): void {
    const { runs } = blobs.components;
    this.#change.fill(0);
    this.#texture.fill(0);
    this.#bodyHeight.fill(0);
    for (let run = 0; run < runs.count; run++) {
      const y = runs.y[run]!;
      const body = bodies.of(blobs, runs.owner[run]!, y);
      this.#noteBodies(y, runs.from[run]!, runs.to[run]!, body);
      this.#runLevel[run] = levelFor(body, picture.levels.length);
    }
    picture.levels.forEach((now, level) =>
      this.#sumLevel(now, before.levels[level]!, level, runs, noise),
    );
  }

  #noteBodies(y: number, from: number, to: number, body: number): void {
    const bodyHeight = this.#bodyHeight;
    const row = Math.floor(y / this.#cell) * this.#columns;
    const last = row + Math.floor((to - 1) / this.#cell);
    for (let cell = row + Math.floor(from / this.#cell); cell <= last; cell++)
      if (bodyHeight[cell]! < body) bodyHeight[cell] = body;
  }

  #limitVotes(seconds: number): void {
    const change = this.#change;
    for (let row = 0, i = 0; row < this.#rows; row++)
      for (let column = 0; column < this.#columns; column++, i++) {
        const at = (row + 1) * (this.#columns + 1) + column + 1;
        const displacement = FAST * this.#bodyHeight[i]! * seconds;
        const atBound = 0.5 * displacement * displacement * this.#texture[at]!;
        if (change[at]! > MOST_VOTES * atBound) change[at] = MOST_VOTES * atBound;
      }
  }

  /** Adds the runs that are measured at a level. */
  #sumLevel(picture: Level, before: Level, level: number, runs: Runs, noise: number): void {
    const { kernels, at } = this.#planes;
    // Summed-area tables begin with an empty row and column.
    const stride = this.#columns + 1;
    const first = 8 * (stride + 1);
    kernels.sumChange(
      at(picture.data),
      at(before.data),
      picture.width,
      picture.height,
      level,
      at(this.#runLevel),
      runs.count,
      at(runs.y),
      at(runs.from),
      at(runs.to),
      this.#cell,
      stride,
      at(this.#change) + first,
      at(this.#texture) + first,
      (2 * noise * noise) / 4 ** level,
      LEAST_TEXTURE,
    );
  }
}

/** The pyramid level at which a body is not higher than {@link LARGE_BODY}, if there is one. */
function levelFor(body: number, levels: number): number {
  let level = 0;
  while (level < levels - 1 && body > LARGE_BODY << level) level++;
  return level;
}
