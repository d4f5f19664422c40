import type { Planes } from '../kernels/planes.js';
import { Runs } from '../picture/runs.js';

/** The connected pieces of a mask, as runs of pixels joined by union-find. */
export class Components {
  /** Their owners are the components, numbered 0..count-1. */
  readonly runs: Runs;
  /** The most components there can be. */
  readonly capacity: number;
  readonly #planes: Planes;
  readonly #parent: Int32Array;
  readonly #counts: Int32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.capacity = height * Math.ceil(width / 2);
    this.runs = new Runs(planes, width, this.capacity);
    this.#planes = planes;
    this.#parent = planes.int32(this.capacity);
    this.#counts = planes.int32(2);
  }

  /** Number of components. */
  get count(): number {
    return this.#counts[1]!;
  }

  /** Finds the pieces of what is not zero; pixels that touch at a corner belong together. */
  findSet(mask: Uint8Array): void {
    this.#find(mask, false, 1);
  }

  /** Finds the pieces of what is zero; pixels that touch at a corner only do not belong together. */
  findZero(mask: Uint8Array): void {
    this.#find(mask, true, 0);
  }

  #find(mask: Uint8Array, zeros: boolean, reach: 0 | 1): void {
    const { kernels, at } = this.#planes;
    const { runs } = this;
    kernels.findRuns(
      at(mask),
      this.width,
      this.height,
      zeros,
      reach,
      at(runs.y),
      at(runs.from),
      at(runs.to),
      at(runs.owner),
      at(this.#parent),
      at(this.#counts),
    );
    runs.count = this.#counts[0]!;
  }
}
