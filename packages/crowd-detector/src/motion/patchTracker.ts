import type { Level } from '../picture/pyramid.js';

/** Half the side of the patch that is followed, per pyramid level. */
const RADIUS = [5, 4, 3] as const;
/** How far around somebody the outline reaches, pixels. */
const EDGE = 2;
const ITERATIONS = 3;
/** Pixels that a patch must have on a pyramid level. */
const LEAST_PATCH = 6;
/** Smallest eigenvalue of the gradient matrix per pixel that can be followed. */
const LEAST_TEXTURE = 2;
/** The patch must match this much better where it was found than where it is, or it has not moved. */
const BETTER = 0.85;
const MOST_PIXELS = (2 * Math.max(...RADIUS) + 1) ** 2;

/**
 * A patch of a picture that is looked for in another (inverse compositional Lucas-Kanade, Baker and
 * Matthews 2004). Only the pixels that belong to somebody count, so that the still background around
 * a person does not hold the patch back. One tracker serves all patches, one after the other.
 */
export class PatchTracker {
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

  /**
   * Takes the patch around (x, y), given in pixels of level 0.
   * @param wanted 1 for the pixels of somebody, at level 0, `fullWidth` wide.
   */
  cut(
    picture: Level,
    wanted: Uint8Array,
    fullWidth: number,
    x: number,
    y: number,
    level: number,
  ): void {
    const { data, width, height } = picture;
    const r = RADIUS[level]!;
    const cx = x >> level;
    const cy = y >> level;
    this.#count = this.#xx = this.#xy = this.#yy = 0;
    for (let py = Math.max(1, cy - r); py <= Math.min(height - 2, cy + r); py++)
      for (let px = Math.max(1, cx - r); px <= Math.min(width - 2, cx + r); px++) {
        if (!isNear(wanted, (py << level) * fullWidth + (px << level), fullWidth)) continue;
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

/** Whether a pixel is wanted or close to one that is: outlines belong to what they surround. */
function isNear(wanted: Uint8Array, i: number, width: number): boolean {
  return (
    wanted[i] === 1 ||
    wanted[i - EDGE] === 1 ||
    wanted[i + EDGE] === 1 ||
    wanted[i - EDGE * width] === 1 ||
    wanted[i + EDGE * width] === 1
  );
}

function clampStep(step: number): number {
  return Math.max(-2, Math.min(2, step));
}
