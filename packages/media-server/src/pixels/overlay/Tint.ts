import type { CrowdMask } from '@crowdlens/crowd-detector';
import {
  ALL_FAST,
  ALL_SLOW,
  FAST_OPACITY,
  FULL_OPACITY,
  opacityIndex,
  SLOW_OPACITY,
  STEPS,
} from './opacity.js';

/** The part that each colour has in one plane of the picture, 0..255. */
export interface PlaneColours {
  readonly slow: number;
  readonly fast: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Colours the planes of one size (luma, or both chroma planes) by a mask of another size. The mask
 * is interpolated (bilinear) and given a soft edge, so that its pixels do not show as blocks.
 *
 * It works in cells, a cell being the samples between four neighbouring mask pixels. Nearly all are
 * empty or covered by one colour, and rows of equal cells are drawn as one.
 */
export class Tint {
  readonly #area: Uint8Array;
  readonly #width: number;
  readonly #columns: Axis;
  readonly #rows: Axis;
  readonly #inks: readonly Ink[];

  /**
   * @param area One byte per sample of a plane: samples with 0 are never touched.
   * @param colours For each plane.
   */
  constructor(area: Uint8Array, plane: Size, mask: Size, colours: readonly PlaneColours[]) {
    this.#area = area;
    this.#width = plane.width;
    this.#columns = new Axis(plane.width, mask.width);
    this.#rows = new Axis(plane.height, mask.height);
    this.#inks = colours.map((plane) => new Ink(plane));
  }

  /** Mixes the colours into the planes, given in the order of their colours. */
  draw({ data, width, height }: CrowdMask, stride: number, ...planes: readonly Uint8Array[]): void {
    for (let row = 0; row < height; row++) {
      const upper = row * width;
      const lower = Math.min(row + 1, height - 1) * width;
      let left = data[upper]! | (data[lower]! << 2);
      let run = 0;
      let runStart = 0;
      for (let column = 0; column < width; column++) {
        const next = column + 1 < width ? column + 1 : column;
        const right = data[upper + next]! | (data[lower + next]! << 2);
        const corners = left | (right << 4);
        left = right;
        if (corners === run) continue;
        if (run !== 0) this.#drawRun(run, row, runStart, column, stride, planes);
        run = corners;
        runStart = column;
      }
      if (run !== 0) this.#drawRun(run, row, runStart, width, stride, planes);
    }
  }

  /** Draws equal cells that lie side by side, `end` being the first that is different. */
  #drawRun(
    corners: number,
    row: number,
    start: number,
    end: number,
    stride: number,
    planes: readonly Uint8Array[],
  ): void {
    const from = this.#columns.start[start]!;
    const to = this.#columns.start[end]!;
    const bottom = this.#rows.start[row + 1]!;
    for (let y = this.#rows.start[row]!; y < bottom; y++) {
      for (const [index, ink] of this.#inks.entries()) {
        const plane = planes[index]!;
        if (corners === ALL_SLOW) this.#cover(plane, stride, y, from, to, ink.slowTable);
        else if (corners === ALL_FAST) this.#cover(plane, stride, y, from, to, ink.fastTable);
        else this.#blend(plane, stride, y, from, to, corners, ink.colours);
      }
    }
  }

  #cover(
    plane: Uint8Array,
    stride: number,
    y: number,
    from: number,
    to: number,
    table: Uint8Array,
  ): void {
    const area = this.#area;
    const areaRow = y * this.#width;
    const planeRow = y * stride;
    for (let x = from; x < to; x++) {
      if (area[areaRow + x] === 0) continue;
      plane[planeRow + x] = table[plane[planeRow + x]!]!;
    }
  }

  #blend(
    plane: Uint8Array,
    stride: number,
    y: number,
    from: number,
    to: number,
    corners: number,
    { slow, fast }: PlaneColours,
  ): void {
    const area = this.#area;
    const areaRow = y * this.#width;
    const across = this.#columns.weight;
    const opacityRow = opacityIndex(corners, 0, this.#rows.weight[y]!);
    for (let x = from; x < to; x++) {
      if (area[areaRow + x] === 0) continue;
      const opacity = opacityRow + across[x]!;
      const value = plane[y * stride + x]!;
      const change =
        (slow - value) * SLOW_OPACITY[opacity]! + (fast - value) * FAST_OPACITY[opacity]!;
      plane[y * stride + x] = value + (change >> 8);
    }
  }
}

/** The colours in one plane, and what becomes of each of its values under full cover. */
class Ink {
  readonly slowTable: Uint8Array;
  readonly fastTable: Uint8Array;

  constructor(readonly colours: PlaneColours) {
    this.slowTable = coverTable(colours.slow);
    this.fastTable = coverTable(colours.fast);
  }
}

function coverTable(colour: number): Uint8Array {
  return Uint8Array.from(
    { length: 256 },
    (_, value) => value + (((colour - value) * FULL_OPACITY) >> 8),
  );
}

/** How the samples along one side of a plane lie between the mask's pixels. */
class Axis {
  /** For each sample how far it is on the way from the mask pixel before it to the next, 0..STEPS-1. */
  readonly weight: Uint8Array;
  /** For each mask pixel the first sample behind it; one more entry for the end. */
  readonly start: Uint16Array;

  constructor(length: number, maskLength: number) {
    this.weight = new Uint8Array(length);
    this.start = new Uint16Array(maskLength + 1).fill(length);
    for (let at = length - 1; at >= 0; at--) {
      const position = ((at + 0.5) * maskLength) / length - 0.5;
      const clamped = Math.min(maskLength - 1, Math.max(0, position));
      this.weight[at] = Math.floor((clamped % 1) * STEPS);
      this.start.fill(at, 0, Math.floor(clamped) + 1);
    }
  }
}
