import type { Planes } from '../kernels/planes.js';
import type { Level } from '../picture/pyramid.js';

/** Half the side of the patch that is followed, per pyramid level; the kernel knows no more than 5. */
const RADIUS = [5, 4, 3] as const;
/** Floats that the kernel needs for a patch. */
const PATCH_SIZE = 4 * 12 * (2 * Math.max(...RADIUS) + 1);
/** How far around somebody the outline reaches, pixels. */
const EDGE = 2;
const ITERATIONS = 3;
/** Pixels that a patch must have on a pyramid level. */
const LEAST_PATCH = 6;
/** Smallest eigenvalue of the gradient matrix per pixel that can be followed. */
const LEAST_TEXTURE = 2;
/** The patch must match this much better where it was found than where it is, or it has not moved. */
const BETTER = 0.85;

/**
 * A patch of a picture that is looked for in another (inverse compositional Lucas-Kanade, Baker and
 * Matthews 2004). Only the pixels that belong to somebody count, so that the still background around
 * a person does not hold the patch back. One tracker serves all patches, one after the other.
 */
export class PatchTracker {
  /** Displacement towards the other picture, pixels of the level. */
  dx = 0;
  dy = 0;
  #x = 0;
  #y = 0;
  #radius = 0;
  #count = 0;
  readonly #planes: Planes;
  readonly #patch: Float32Array;
  /** Sums of gx * gx, gx * gy and gy * gy. */
  readonly #texture: Float32Array;
  /** Sums of the last comparison's differences: times gx, times gy, and without their signs. */
  readonly #mismatch: Float32Array;

  /** @param width Of the pictures at level 0. */
  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#patch = planes.float32(PATCH_SIZE);
    this.#texture = planes.float32(3);
    this.#mismatch = planes.float32(3);
  }

  /**
   * Takes the patch around (x, y), given in pixels of level 0.
   * @param wanted 1 for the pixels of somebody, at level 0.
   */
  cut(picture: Level, wanted: Uint8Array, x: number, y: number, level: number): void {
    const { kernels, at } = this.#planes;
    this.#x = x >> level;
    this.#y = y >> level;
    this.#radius = RADIUS[level]!;
    this.#count = kernels.cutPatch(
      at(picture.data),
      picture.width,
      picture.height,
      at(wanted),
      this.width,
      this.height,
      1 << level,
      this.#x,
      this.#y,
      this.#radius,
      EDGE,
      at(this.#patch),
      at(this.#texture),
    );
  }

  /** Moves (dx, dy) to the best match nearby, if the patch has texture enough to tell. */
  follow(before: Level): void {
    if (!this.#hasTexture) return;
    const xx = this.#texture[0]!;
    const xy = this.#texture[1]!;
    const yy = this.#texture[2]!;
    const determinant = xx * yy - xy * xy;
    for (let k = 0; k < ITERATIONS; k++) {
      this.#compare(before, this.dx, this.dy);
      const bx = this.#mismatch[0]!;
      const by = this.#mismatch[1]!;
      const stepX = (yy * bx - xy * by) / determinant;
      const stepY = (xx * by - xy * bx) / determinant;
      this.dx -= clampStep(stepX);
      this.dy -= clampStep(stepY);
      if (Math.abs(stepX) + Math.abs(stepY) < 0.1) break;
    }
  }

  /** Whether the patch fits much better where it was found than where it is. */
  isFound(before: Level): boolean {
    if (!this.#hasTexture) return false;
    this.#compare(before, this.dx, this.dy);
    const there = this.#mismatch[2]!;
    this.#compare(before, 0, 0);
    return there < BETTER * this.#mismatch[2]!;
  }

  get #hasTexture(): boolean {
    const xx = this.#texture[0]!;
    const xy = this.#texture[1]!;
    const yy = this.#texture[2]!;
    const smallest = (xx + yy - Math.sqrt((xx - yy) ** 2 + 4 * xy * xy)) / 2;
    return this.#count >= LEAST_PATCH && smallest >= LEAST_TEXTURE * this.#count;
  }

  #compare(before: Level, dx: number, dy: number): void {
    const { kernels, at } = this.#planes;
    kernels.comparePatch(
      at(before.data),
      before.width,
      before.height,
      this.#x,
      this.#y,
      this.#radius,
      at(this.#patch),
      dx,
      dy,
      at(this.#mismatch),
    );
  }
}

function clampStep(step: number): number {
  return Math.max(-2, Math.min(2, step));
}
