import type { RelativePoint } from '@crowdlens/crowd-detector';

/**
 * Which pixels lie inside at least one polygon, by their centres (even-odd rule).
 * @returns One byte per pixel, row by row without gaps: 1 inside, 0 outside.
 */
export function regionArea(
  polygons: readonly (readonly RelativePoint[])[],
  width: number,
  height: number,
): Uint8Array {
  const area = new Uint8Array(width * height);
  for (const polygon of polygons) {
    for (let row = 0; row < height; row++) {
      const crossings = crossingsOf(polygon, (row + 0.5) / height);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const from = row * width + columnAfter(crossings[pair]!, width);
        const to = row * width + columnAfter(crossings[pair + 1]!, width);
        area.fill(1, from, to);
      }
    }
  }
  return area;
}

/**
 * The chroma samples whose luma pixels all lie inside; the others also colour pixels outside.
 * @returns One byte per chroma sample.
 */
export function chromaArea(area: Uint8Array, width: number, height: number): Uint8Array {
  const columns = (width + 1) >> 1;
  const rows = (height + 1) >> 1;
  const chroma = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < columns; column++) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      chroma[row * columns + column] =
        area[upper + left]! & area[upper + right]! & area[lower + left]! & area[lower + right]!;
    }
  }
  return chroma;
}

/**
 * For each row of an area its stretches from left to right, two numbers each: the first column, and
 * the first column behind.
 */
export function spansOf(area: Uint8Array, width: number): Uint16Array[] {
  const rows: Uint16Array[] = [];
  for (let offset = 0; offset < area.length; offset += width) {
    const row = area.subarray(offset, offset + width);
    const spans: number[] = [];
    for (let from = row.indexOf(1); from >= 0;) {
      const end = row.indexOf(0, from);
      const to = end < 0 ? width : end;
      spans.push(from, to);
      from = row.indexOf(1, to);
    }
    rows.push(Uint16Array.from(spans));
  }
  return rows;
}

/** Where the polygon's edges cross a horizontal line, from left to right, relative to the width. */
function crossingsOf(polygon: readonly RelativePoint[], y: number): number[] {
  const crossings: number[] = [];
  let previous = polygon.at(-1);
  for (const point of polygon) {
    if (previous !== undefined && previous.y <= y !== point.y <= y) {
      const share = (y - previous.y) / (point.y - previous.y);
      crossings.push(previous.x + share * (point.x - previous.x));
    }
    previous = point;
  }
  return crossings.sort((a, b) => a - b);
}

/** The first column whose centre is right of `x`. */
function columnAfter(x: number, width: number): number {
  return Math.min(width, Math.max(0, Math.ceil(x * width - 0.5)));
}
