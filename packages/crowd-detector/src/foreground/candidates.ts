import type { Background } from '../background/background.js';
import type { Planes } from '../kernels/planes.js';
import type { Difference } from './difference.js';
import { Halo } from './halo.js';

/** Values of a candidate mask, as the kernel writes them; 0 is background. */
export const WEAK = 1;
export const SURE = 2;

/** A pixel may be foreground from this difference on, grey levels, ... */
const LEAST_DIFFERENCE = 6;
/** ... or from this many times the deviation it has by itself, and surely is from twice of it. */
const DEVIATIONS = 5;
const SURELY = 2;
/** How far an edge of the scene may seem to be displaced, pixels. */
const EDGE_TOLERANCE = 0.12;
/** A pixel is only a halo if something nearby differs this many times as much. */
const HALO = 2.5;

/** Finds the pixels that may be foreground, from their difference alone. */
export class Candidates {
  readonly #planes: Planes;
  readonly #halo: Halo;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.#planes = planes;
    this.#halo = new Halo(planes, width, height);
  }

  /** Writes 0, {@link WEAK} or {@link SURE} per pixel to `mask`; 0 on the two outermost pixels. */
  run({ smooth, sharp }: Difference, background: Background, mask: Uint8Array): void {
    const { kernels, at } = this.#planes;
    this.#halo.update(sharp);
    kernels.findCandidates(
      at(smooth),
      at(sharp),
      at(this.#halo.strongest),
      at(background.value),
      at(background.deviation),
      at(mask),
      this.width,
      this.height,
      LEAST_DIFFERENCE,
      DEVIATIONS,
      EDGE_TOLERANCE / 2,
      SURELY,
      2 * HALO,
    );
  }
}
