import type { Planes } from '../kernels/planes.js';

/** Horizontal lines of pixels, each of which belongs to a component or region: its owner. */
export class Runs {
  /** The first so many are valid. */
  count = 0;
  readonly y: Int32Array;
  readonly from: Int32Array;
  /** One past the last pixel. */
  readonly to: Int32Array;
  /** Number of the owner of each. */
  readonly owner: Int32Array;
  readonly #planes: Planes;

  /** @param width Of the pictures that the runs are in. */
  constructor(
    planes: Planes,
    readonly width: number,
    capacity: number,
  ) {
    this.#planes = planes;
    this.y = planes.int32(capacity);
    this.from = planes.int32(capacity);
    this.to = planes.int32(capacity);
    this.owner = planes.int32(capacity);
  }

  /**
   * Adds to `totals`, per owner, the pixels that have a value.
   * @param down Looks at the pixels so many rows further down instead; they must be in the picture.
   */
  tally(picture: Uint8Array, value: number, totals: Int32Array, down = 0): void {
    const { kernels, at } = this.#planes;
    kernels.tallyRuns(
      at(picture) + down * this.width,
      this.width,
      value,
      this.count,
      at(this.y),
      at(this.from),
      at(this.to),
      at(this.owner),
      at(totals),
    );
  }

  /** Writes to all pixels the values of their owners. */
  paint(picture: Uint8Array, values: Uint8Array): void {
    const { kernels, at } = this.#planes;
    kernels.paintRuns(
      at(picture),
      this.width,
      at(values),
      this.count,
      at(this.y),
      at(this.from),
      at(this.to),
      at(this.owner),
    );
  }
}
