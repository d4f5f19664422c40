/** How the history is cut into pieces for a chart, and put side by side. */
import type { Quantity } from '@crowdlens/schema/regions';
import type { SeriesBucket } from '../api/operations/measurements.js';

/** Lengths that divide the next longer unit; seconds. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];
/** About one for each pixel or two of a chart. */
const POINTS = 720;

/** The shortest length of a bucket, in seconds, with which a span is a line of at most 720 points. */
export function bucketFor(spanSeconds: number): number {
  return LENGTHS.find((length) => spanSeconds / length <= POINTS) ?? 86_400;
}

/** Lines over the same times: seconds since 1970, rising; null where nothing was measured. */
export interface Lines {
  readonly times: readonly number[];
  /** One for each region, in their order; percent. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** Puts the series of several regions over one row of times; where a bucket is missing the lines break. */
export function linesOf(
  series: readonly (readonly SeriesBucket[])[],
  quantity: Quantity,
  length: number,
): Lines {
  const byTime = series.map(
    (buckets) => new Map(buckets.map((bucket) => [Date.parse(bucket.at) / 1000, bucket])),
  );
  const measured = [...new Set(byTime.flatMap((buckets) => [...buckets.keys()]))].sort(
    (a, b) => a - b,
  );
  const starts = measured.flatMap((start, i) => {
    const next = measured[i + 1];
    const gap = next !== undefined && next - start > length;
    return gap ? [start, start + length] : [start];
  });
  return {
    // A bucket's mean stands for its middle.
    times: starts.map((start) => start + length / 2),
    values: byTime.map((buckets) =>
      starts.map((start) => buckets.get(start)?.[quantity]?.mean ?? null),
    ),
  };
}

/** Places of values without a neighbour, which no line goes through. */
export function isolated(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from(values, (_, place) => place).filter(
    (place) =>
      (values[place] ?? null) !== null &&
      (values[place - 1] ?? null) === null &&
      (values[place + 1] ?? null) === null,
  );
}

/** `past` up to a time (seconds since 1970), and what is newer from `live`. Both have the same regions. */
export function joined(past: Lines, until: number, live: Lines): Lines {
  const before = past.times.filter((time) => time < until).length;
  const first = live.times.findIndex((time) => time >= until);
  const after = first === -1 ? live.times.length : first;
  return {
    times: [...past.times.slice(0, before), ...live.times.slice(after)],
    values: live.values.map((values, i) => [
      ...(past.values[i]?.slice(0, before) ?? Array.from({ length: before }, () => null)),
      ...values.slice(after),
    ]),
  };
}
