import type { Blobs } from '../foreground/blobs.js';
import type { Level, Pyramid } from '../picture/pyramid.js';
import type { BodyHeight } from './bodyHeight.js';

/** Body heights per second from which crowd counts as moving. */
const FAST = 0.15;
/** What moves goes on counting as moving down to this share of the bound, and starts above its inverse. */
const STICKINESS = 0.85;
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
  /** Side of a cell, pixels. */
  readonly #cell: number;
  readonly #columns: number;
  readonly #rows: number;
  /** 1 for each cell whose foreground moves. */
  readonly #fast: Uint8Array;
  readonly #change: Float64Array;
  readonly #texture: Float64Array;
  /** Height of the bodies in each cell, pixels; 0: nobody there. */
  readonly #bodyHeight: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#cell = Math.max(1, Math.round((CELL * width) / 320));
    this.#columns = Math.ceil(width / this.#cell);
    this.#rows = Math.ceil(height / this.#cell);
    this.#fast = new Uint8Array(this.#columns * this.#rows);
    this.#bodyHeight = new Float32Array(this.#columns * this.#rows);
    this.#change = new Float64Array((this.#columns + 1) * (this.#rows + 1));
    this.#texture = new Float64Array((this.#columns + 1) * (this.#rows + 1));
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
    for (let y = 0, i = 0; y < this.height; y++) {
      const row = Math.floor(y / this.#cell) * this.#columns;
      for (let column = 0; column < this.#columns; column++) {
        const end = Math.min((column + 1) * this.#cell, this.width) + y * this.width;
        const fast = this.#fast[row + column]!;
        for (; i < end; i++) moving[i] = foreground[i]! & fast;
      }
    }
  }

  copyFrom(other: Speed): void {
    this.#fast.set(other.#fast);
  }

  #speedAround(column: number, row: number, bodyHeight: number): number {
    const rx = Math.max(1, Math.round((0.5 * WINDOW_WIDTH * bodyHeight) / this.#cell));
    const ry = Math.max(1, Math.round((0.5 * WINDOW_HEIGHT * bodyHeight) / this.#cell));
    const left = Math.max(0, column - rx);
    const right = Math.min(this.#columns, column + rx + 1);
    const stride = this.#columns + 1;
    const top = Math.max(0, row - ry) * stride;
    const bottom = Math.min(this.#rows, row + ry + 1) * stride;
    const c = this.#change;
    const t = this.#texture;
    const change = c[bottom + right]! - c[bottom + left]! - c[top + right]! + c[top + left]!;
    const texture = t[bottom + right]! - t[bottom + left]! - t[top + right]! + t[top + left]!;
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
    const cell = this.#cell;
    const columns = this.#columns;
    const { runs, runY, runFrom, runTo, runComponent } = blobs.components;
    this.#change.fill(0);
    this.#texture.fill(0);
    const bodyHeight = this.#bodyHeight.fill(0);
    for (let run = 0; run < runs; run++) {
      const y = runY[run]!;
      const body = bodies.of(blobs, runComponent[run]!, y);
      const level = Math.min(
        picture.levels.length - 1,
        Math.max(0, Math.ceil(Math.log2(body / LARGE_BODY))),
      );
      const row = Math.floor(y / cell);
      for (let x = runFrom[run]!; x < runTo[run]!; x++) {
        const column = Math.floor(x / cell);
        const at = row * columns + column;
        if (bodyHeight[at]! < body) bodyHeight[at] = body;
        this.#addPixel(
          picture.levels[level]!,
          before.levels[level]!,
          x >> level,
          y >> level,
          (row + 1) * (columns + 1) + column + 1,
          noise / 2 ** level,
          level,
        );
      }
    }
  }

  #addPixel(
    picture: Level,
    before: Level,
    x: number,
    y: number,
    sum: number,
    noise: number,
    level: number,
  ): void {
    const { data, width } = picture;
    if (x === 0 || x >= width - 1 || y === 0 || y >= picture.height - 1) return;
    const i = y * width + x;
    const c = data[i]! - before.data[i]!;
    const gx = data[i + 1]! - data[i - 1]!;
    const gy = data[i + width]! - data[i - width]!;
    const noiseEnergy = 2 * noise * noise;
    // A displacement in a smaller picture is as many times larger in the full one.
    this.#change[sum]! += (c * c - noiseEnergy) * 4 ** level;
    this.#texture[sum]! +=
      Math.max(0, 0.25 * (gx * gx + gy * gy) - noiseEnergy / 2) + LEAST_TEXTURE;
  }
}

/** Turns values into a summed-area table (Crow 1984) with an empty first row and column. */
function accumulate(table: Float64Array, columns: number, rows: number): void {
  const stride = columns + 1;
  for (let row = 1; row <= rows; row++)
    for (let i = row * stride + 1, end = i + columns; i < end; i++)
      table[i]! += table[i - 1]! + table[i - stride]! - table[i - stride - 1]!;
}
