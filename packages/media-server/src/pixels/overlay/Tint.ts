import type { MaskRuns } from './MaskRuns.js';
import { ALL_FAST, ALL_SLOW, COVERED, coverIndex, FAST_COVER, SLOW_COVER, STEPS } from './cover.js';
import { spansOf } from './regionArea.js';

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
 * A run of cells that one colour covers takes one table lookup per sample; only at the edges of the
 * crowd something has to be worked out.
 */
export class Tint {
  readonly #spans: readonly Uint16Array[];
  readonly #columns: Axis;
  readonly #rows: Axis;
  readonly #inks: readonly Ink[];

  /**
   * @param area One byte per sample of a plane: samples with 0 are never touched.
   * @param colours For each plane.
   * @param opacity Of the colours, 0..1.
   */
  constructor(
    area: Uint8Array,
    plane: Size,
    mask: Size,
    colours: readonly PlaneColours[],
    opacity: number,
  ) {
    this.#spans = spansOf(area, plane.width);
    this.#columns = new Axis(plane.width, mask.width);
    this.#rows = new Axis(plane.height, mask.height);
    this.#inks = colours.map((plane) => new Ink(plane, opacity));
  }

  /** Mixes the colours into the planes, given in the order of their colours. */
  draw(runs: MaskRuns, stride: number, ...planes: readonly Uint8Array[]): void {
    for (let row = 0; row < runs.height; row++) {
      const end = runs.first(row + 1);
      for (let run = runs.first(row); run < end; run++) {
        this.#drawRun(runs, run, row, stride, planes);
      }
    }
  }

  #drawRun(
    runs: MaskRuns,
    run: number,
    row: number,
    stride: number,
    planes: readonly Uint8Array[],
  ): void {
    const corners = runs.corners(run);
    const start = this.#columns.start[runs.start(run)]!;
    const end = this.#columns.start[runs.end(run)]!;
    const bottom = this.#rows.start[row + 1]!;
    for (let y = this.#rows.start[row]!; y < bottom; y++) {
      const spans = this.#spans[y]!;
      for (let span = 0; span < spans.length; span += 2) {
        const from = Math.max(start, spans[span]!);
        const to = Math.min(end, spans[span + 1]!);
        if (from < to) this.#drawLine(corners, y, y * stride, from, to, planes);
      }
    }
  }

  /** Columns `from` to `to` (exclusive) of the row that begins at `offset`. */
  #drawLine(
    corners: number,
    y: number,
    offset: number,
    from: number,
    to: number,
    planes: readonly Uint8Array[],
  ): void {
    for (let index = 0; index < planes.length; index++) {
      const plane = planes[index]!;
      const ink = this.#inks[index]!;
      if (corners === ALL_SLOW) ink.cover(plane, offset + from, offset + to, 'slow');
      else if (corners === ALL_FAST) ink.cover(plane, offset + from, offset + to, 'fast');
      else this.#blend(plane, corners, y, offset, from, to, ink);
    }
  }

  #blend(
    plane: Uint8Array,
    corners: number,
    y: number,
    offset: number,
    from: number,
    to: number,
    { colours: { slow, fast }, opacity }: Ink,
  ): void {
    const across = this.#columns.weight;
    const covers = coverIndex(corners, 0, this.#rows.weight[y]!);
    for (let x = from; x < to; x++) {
      const cover = covers + across[x]!;
      const value = plane[offset + x]!;
      const change = (slow - value) * SLOW_COVER[cover]! + (fast - value) * FAST_COVER[cover]!;
      plane[offset + x] = value + ((change * opacity) >> 16);
    }
  }
}

/** The colours in one plane, and what becomes of each of its values under full cover. */
class Ink {
  readonly #tables: Readonly<Record<'slow' | 'fast', Uint8Array>>;
  /** 0..{@link COVERED}. */
  readonly opacity: number;

  constructor(
    readonly colours: PlaneColours,
    opacity: number,
  ) {
    this.opacity = Math.round(opacity * COVERED);
    this.#tables = {
      slow: coverTable(colours.slow, this.opacity),
      fast: coverTable(colours.fast, this.opacity),
    };
  }

  cover(plane: Uint8Array, start: number, end: number, kind: 'slow' | 'fast'): void {
    if (this.opacity === COVERED) {
      plane.fill(this.colours[kind], start, end);
      return;
    }
    const table = this.#tables[kind];
    for (let at = start; at < end; at++) plane[at] = table[plane[at]!]!;
  }
}

function coverTable(colour: number, opacity: number): Uint8Array {
  return Uint8Array.from(
    { length: 256 },
    (_, value) => value + (((colour - value) * opacity) >> 8),
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
