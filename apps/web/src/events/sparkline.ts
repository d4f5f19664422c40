/** Small drawings of the last minutes: a line, and a rose of directions. */

/** The last minutes that cards show, in seconds. */
const CARD_SECONDS = 180;
const BINS = 90;

/** Sectors of a rose; the first is centred on the top of the picture. */
export const SECTORS = 16;

/**
 * The `d` of an SVG path for values of 0..100 over the last three minutes, in a box of `width` × `height`. Values
 * are averaged in steps of two seconds; where there are none, the line has a gap.
 *
 * @param times - seconds, rising
 */
export function sparkPath(
  times: readonly number[],
  values: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const end = times.at(-1);
  if (end === undefined) return '';
  let path = '';
  let pen = 'M';
  means(times, values, end).forEach((mean, bin) => {
    if (mean === undefined) pen = 'M';
    else {
      const x = ((bin + 0.5) / BINS) * width;
      path += `${pen}${x.toFixed(1)} ${(height * (1 - mean / 100)).toFixed(1)}`;
      pen = 'L';
    }
  });
  return path;
}

/** How often the crowd moved into each sector in the last three minutes; the most frequent one is 1. */
export function rose(times: readonly number[], directions: readonly (number | null)[]): number[] {
  const counts = Array.from({ length: SECTORS }, () => 0);
  const start = (times.at(-1) ?? 0) - CARD_SECONDS;
  directions.forEach((direction, i) => {
    if (direction === null || (times[i] ?? 0) < start) return;
    const sector = Math.round((direction / 360) * SECTORS) % SECTORS;
    counts[sector] = (counts[sector] ?? 0) + 1;
  });
  const most = Math.max(...counts, 1);
  return counts.map((count) => count / most);
}

function means(times: readonly number[], values: readonly (number | null)[], end: number) {
  const sums = Array.from({ length: BINS }, () => ({ sum: 0, count: 0 }));
  for (let i = times.length - 1; i >= 0; i -= 1) {
    const age = end - (times[i] ?? 0);
    const bin = sums[BINS - 1 - Math.floor((age / CARD_SECONDS) * BINS)];
    if (!bin) break;
    const value = values[i];
    if (value === null || value === undefined) continue;
    bin.sum += value;
    bin.count += 1;
  }
  return sums.map(({ sum, count }) => (count > 0 ? sum / count : undefined));
}
