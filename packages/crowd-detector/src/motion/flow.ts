import type { Level, Pyramid } from '../picture/pyramid.js';

/** Side of a cell, pixels of the processing picture. */
export const CELL = 8;
/** Foreground pixels a cell must have to be tracked. */
const LEAST_PIXELS = 8;
/** At most this many cells are tracked per frame; of more, every second, third, ... takes its turn. */
const MOST_CELLS = 128;
/** Half the side of the patch that is followed, per pyramid level. */
const RADIUS = [5, 4, 3] as const;
const ITERATIONS = 3;
/** Pixels that a patch must have on a pyramid level. */
const LEAST_PATCH = 6;
/** Smallest eigenvalue of the gradient matrix per pixel that can be followed. */
const LEAST_TEXTURE = 2;
/** The patch must match this much better where it was found than where it is, or it has not moved. */
const BETTER = 0.85;

/** Movement of one cell. */
export interface FlowVector {
  /** Index of the cell, row by row. */
  cell: number;
  /** Pixels per second, y down. */
  vx: number;
  vy: number;
  /** Foreground pixels in the cell. */
  pixels: number;
}

/**
 * Sparse optical flow: follows patches of the foreground from the picture back into an earlier one
 * (inverse compositional Lucas-Kanade, Baker and Matthews 2004, over a pyramid). Only foreground
 * pixels of a patch count, so that the still background around a person does not hold it back.
 */
export class Flow {
  readonly columns: number;
  readonly rows: number;
  /** The first `count` are valid. */
  readonly vectors: FlowVector[];
  count = 0;
  #turn = 0;
  readonly #weights: Uint8Array;
  readonly #patch = new PatchTracker();

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.columns = Math.ceil(width / CELL);
    this.rows = Math.ceil(height / CELL);
    this.#weights = new Uint8Array(this.columns * this.rows);
    this.vectors = Array.from({ length: MOST_CELLS + 1 }, () => ({
      cell: 0,
      vx: 0,
      vy: 0,
      pixels: 0,
    }));
  }

  /**
   * @param wanted 1 for the pixels whose movement is asked for.
   * @param near 1 for those and their surroundings, which hold their outlines.
   * @param seconds Time between the two pictures.
   */
  run(
    picture: Pyramid,
    before: Pyramid,
    wanted: Uint8Array,
    near: Uint8Array,
    seconds: number,
  ): void {
    const every = Math.ceil(this.#weigh(wanted) / MOST_CELLS);
    this.count = 0;
    let seen = this.#turn++;
    for (let cell = 0; cell < this.#weights.length; cell++) {
      if (this.#weights[cell]! < LEAST_PIXELS || seen++ % every !== 0) continue;
      this.#follow(cell, picture, before, near, seconds);
    }
  }

  clear(): void {
    this.count = 0;
  }

  /** Per cell, the share of it that the runs (y, from, to) of a region cover. */
  cellShares(runs: Int32Array): Float32Array {
    const shares = new Float32Array(this.columns * this.rows);
    for (let k = 0; k < runs.length; k += 3) {
      const row = Math.floor(runs[k]! / CELL) * this.columns;
      for (let x = runs[k + 1]!; x < runs[k + 2]!; x++)
        shares[row + Math.floor(x / CELL)]! += 1 / CELL ** 2;
    }
    return shares;
  }

  /** Counts the pixels of each cell; returns the number of cells with enough. */
  #weigh(wanted: Uint8Array): number {
    const weights = this.#weights.fill(0);
    for (let y = 0, i = 0; y < this.height; y++) {
      const row = Math.floor(y / CELL) * this.columns;
      for (let x = 0; x < this.width; x++, i++) if (wanted[i] !== 0) weights[row + (x >> 3)]!++;
    }
    let cells = 0;
    for (const weight of weights) if (weight >= LEAST_PIXELS) cells++;
    return cells;
  }

  #follow(
    cell: number,
    picture: Pyramid,
    before: Pyramid,
    near: Uint8Array,
    seconds: number,
  ): void {
    const x = (cell % this.columns) * CELL + CELL / 2;
    const y = Math.floor(cell / this.columns) * CELL + CELL / 2;
    const patch = this.#patch;
    patch.dx = 0;
    patch.dy = 0;
    for (let level = picture.levels.length - 1; level >= 0; level--) {
      patch.dx *= 2;
      patch.dy *= 2;
      patch.cut(picture.levels[level]!, near, this.width, x, y, level);
      patch.follow(before.levels[level]!);
    }
    if (!patch.isFound(before.levels[0]!)) return;
    const vector = this.vectors[this.count++]!;
    vector.cell = cell;
    vector.vx = -patch.dx / seconds;
    vector.vy = -patch.dy / seconds;
    vector.pixels = this.#weights[cell]!;
  }
}

const MOST_PIXELS = (2 * Math.max(...RADIUS) + 1) ** 2;

/** A patch of a picture that is looked for in another; reused for every cell. */
class PatchTracker {
  /** Displacement towards the other picture, pixels of the level. */
  dx = 0;
  dy = 0;
  #count = 0;
  #xx = 0;
  #xy = 0;
  #yy = 0;
  readonly #x = new Int32Array(MOST_PIXELS);
  readonly #y = new Int32Array(MOST_PIXELS);
  readonly #grey = new Float32Array(MOST_PIXELS);
  readonly #gx = new Float32Array(MOST_PIXELS);
  readonly #gy = new Float32Array(MOST_PIXELS);

  /** Takes the patch around (x, y), given in pixels of level 0. */
  cut(
    picture: Level,
    near: Uint8Array,
    fullWidth: number,
    x: number,
    y: number,
    level: number,
  ): void {
    const { data, width, height } = picture;
    const r = RADIUS[level]!;
    const [cx, cy] = [x >> level, y >> level];
    this.#count = this.#xx = this.#xy = this.#yy = 0;
    for (let py = Math.max(1, cy - r); py <= Math.min(height - 2, cy + r); py++)
      for (let px = Math.max(1, cx - r); px <= Math.min(width - 2, cx + r); px++) {
        if (near[(py << level) * fullWidth + (px << level)] === 0) continue;
        const i = py * width + px;
        const gx = 0.5 * (data[i + 1]! - data[i - 1]!);
        const gy = 0.5 * (data[i + width]! - data[i - width]!);
        const n = this.#count++;
        this.#x[n] = px;
        this.#y[n] = py;
        this.#grey[n] = data[i]!;
        this.#gx[n] = gx;
        this.#gy[n] = gy;
        this.#xx += gx * gx;
        this.#xy += gx * gy;
        this.#yy += gy * gy;
      }
  }

  /** Moves (dx, dy) to the best match nearby, if the patch has texture enough to tell. */
  follow(before: Level): void {
    if (!this.#hasTexture) return;
    const xx = this.#xx;
    const xy = this.#xy;
    const yy = this.#yy;
    const determinant = xx * yy - xy * xy;
    for (let k = 0; k < ITERATIONS; k++) {
      this.#compare(before, this.dx, this.dy);
      const stepX = (yy * this.#bx - xy * this.#by) / determinant;
      const stepY = (xx * this.#by - xy * this.#bx) / determinant;
      this.dx -= clampStep(stepX);
      this.dy -= clampStep(stepY);
      if (Math.abs(stepX) + Math.abs(stepY) < 0.1) break;
    }
  }

  /** Whether the patch fits much better where it was found than where it is. */
  isFound(before: Level): boolean {
    if (!this.#hasTexture) return false;
    return this.#compare(before, this.dx, this.dy) < BETTER * this.#compare(before, 0, 0);
  }

  get #hasTexture(): boolean {
    const smallest = (this.#xx + this.#yy - Math.hypot(this.#xx - this.#yy, 2 * this.#xy)) / 2;
    return this.#count >= LEAST_PATCH && smallest >= LEAST_TEXTURE * this.#count;
  }

  #bx = 0;
  #by = 0;

  /** Sum of absolute differences at a displacement; leaves the gradient-weighted sums in bx and by. */
  #compare(before: Level, dx: number, dy: number): number {
    const { data, width, height } = before;
    let sum = 0;
    let bx = 0;
    let by = 0;
    for (let n = 0; n < this.#count; n++) {
      const x = Math.min(width - 1.001, Math.max(0, this.#x[n]! + dx));
      const y = Math.min(height - 1.001, Math.max(0, this.#y[n]! + dy));
      const ix = Math.trunc(x);
      const iy = Math.trunc(y);
      const fx = x - ix;
      const fy = y - iy;
      const i = iy * width + ix;
      const top = data[i]! + fx * (data[i + 1]! - data[i]!);
      const bottom = data[i + width]! + fx * (data[i + width + 1]! - data[i + width]!);
      const r = top + fy * (bottom - top) - this.#grey[n]!;
      sum += Math.abs(r);
      bx += r * this.#gx[n]!;
      by += r * this.#gy[n]!;
    }
    this.#bx = bx;
    this.#by = by;
    return sum;
  }
}

function clampStep(step: number): number {
  return Math.max(-2, Math.min(2, step));
}
