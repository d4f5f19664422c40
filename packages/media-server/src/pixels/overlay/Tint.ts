import { MASK_FAST, MASK_SLOW } from '@crowdlens/crowd-detector';
import type { CrowdMask } from '@crowdlens/crowd-detector';

/** How much of the colour is mixed in: enough to see, little enough to recognise people. */
const STRENGTH = 0.45;
/** Interpolated coverage below the first is nothing, above the second everything; between, a soft edge. */
const EDGE = { from: 0.3, to: 0.7 };

/** Interpolation steps from one mask pixel to the next. */
const STEPS = 16;
const FULL = STEPS * STEPS;

/** Opacity (0..256) for a coverage of 0..FULL. */
const OPACITY = Uint16Array.from({ length: FULL + 1 }, (_, coverage) => {
  const t = Math.min(1, Math.max(0, (coverage / FULL - EDGE.from) / (EDGE.to - EDGE.from)));
  return Math.round(t * t * (3 - 2 * t) * STRENGTH * 256);
});

/** The part that each colour has in one plane, 0..255. */
export interface PlaneColours {
  readonly slow: number;
  readonly fast: number;
}

/**
 * Colours one plane of a picture by a mask of another size. The mask is interpolated (bilinear) and
 * given a soft edge, so that its pixels do not show as blocks.
 *
 * It works cell by cell, a cell being the samples between four neighbouring mask pixels: nearly
 * all are either empty or covered by one colour, and cost next to nothing.
 */
export class Tint {
  readonly #area: Uint8Array;
  readonly #width: number;
  readonly #columns: Axis;
  readonly #rows: Axis;
  readonly #colours: PlaneColours;
  /** What becomes of each value under full cover. */
  readonly #slowTable: Uint8Array;
  readonly #fastTable: Uint8Array;

  /** @param area One byte per sample of the plane: samples with 0 are never touched. */
  constructor(
    area: Uint8Array,
    plane: { readonly width: number; readonly height: number },
    mask: { readonly width: number; readonly height: number },
    colours: PlaneColours,
  ) {
    this.#area = area;
    this.#width = plane.width;
    this.#columns = new Axis(plane.width, mask.width);
    this.#rows = new Axis(plane.height, mask.height);
    this.#colours = colours;
    this.#slowTable = coverTable(colours.slow);
    this.#fastTable = coverTable(colours.fast);
  }

  /** Mixes the colours into the plane. */
  draw({ data, width, height }: CrowdMask, plane: Uint8Array, stride: number): void {
    for (let row = 0; row < height; row++) {
      const upper = row * width;
      const lower = Math.min(row + 1, height - 1) * width;
      let left = data[upper]! | (data[lower]! << 2);
      for (let column = 0; column < width; column++) {
        const next = Math.min(column + 1, width - 1);
        const right = data[upper + next]! | (data[lower + next]! << 2);
        const corners = left | (right << 4);
        left = right;
        if (corners === 0) continue;
        if (corners === ALL_SLOW) this.#cover(row, column, plane, stride, this.#slowTable);
        else if (corners === ALL_FAST) this.#cover(row, column, plane, stride, this.#fastTable);
        else this.#blend(row, column, corners, plane, stride);
      }
    }
  }

  #cover(row: number, column: number, plane: Uint8Array, stride: number, table: Uint8Array): void {
    const area = this.#area;
    const width = this.#width;
    const from = this.#columns.start[column]!;
    const to = this.#columns.start[column + 1]!;
    const bottom = this.#rows.start[row + 1]!;
    for (let y = this.#rows.start[row]!; y < bottom; y++) {
      for (let x = from; x < to; x++) {
        if (area[y * width + x] === 0) continue;
        const at = y * stride + x;
        plane[at] = table[plane[at]!]!;
      }
    }
  }

  #blend(row: number, column: number, corners: number, plane: Uint8Array, stride: number): void {
    const { slow, fast } = this.#colours;
    const bottom = this.#rows.start[row + 1]!;
    const to = this.#columns.start[column + 1]!;
    for (let y = this.#rows.start[row]!; y < bottom; y++) {
      for (let x = this.#columns.start[column]!; x < to; x++) {
        if (this.#area[y * this.#width + x] === 0) continue;
        const down = this.#rows.weight[y]!;
        const across = this.#columns.weight[x]!;
        const slowOpacity = OPACITY[coverage(corners, MASK_SLOW, across, down)]!;
        const fastOpacity = OPACITY[coverage(corners, MASK_FAST, across, down)]!;
        const at = y * stride + x;
        const value = plane[at]!;
        plane[at] = value + (((slow - value) * slowOpacity + (fast - value) * fastOpacity) >> 8);
      }
    }
  }
}

/** Four mask values in one number, two bits each: upper left, lower left, upper right, lower right. */
const ALL_SLOW = MASK_SLOW * 0b01_01_01_01;
const ALL_FAST = MASK_FAST * 0b01_01_01_01;

/** How much of a sample one kind of crowd covers, 0..FULL, by the sample's place between four mask pixels. */
function coverage(corners: number, kind: number, across: number, down: number): number {
  const upperLeft = (corners & 3) === kind ? STEPS - down : 0;
  const lowerLeft = ((corners >> 2) & 3) === kind ? down : 0;
  const upperRight = ((corners >> 4) & 3) === kind ? STEPS - down : 0;
  const lowerRight = corners >> 6 === kind ? down : 0;
  return (upperLeft + lowerLeft) * (STEPS - across) + (upperRight + lowerRight) * across;
}

function coverTable(colour: number): Uint8Array {
  return Uint8Array.from(
    { length: 256 },
    (_, value) => value + (((colour - value) * OPACITY[FULL]!) >> 8),
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
