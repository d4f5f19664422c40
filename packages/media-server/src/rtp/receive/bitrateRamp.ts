const START = 1_000_000;
const RAMP_MS = 4000;

/**
 * What we let a sender use, bits per second: without word from us a browser stays near 1 Mbit/s for
 * long, and an allowance that grows lets it find out what the path takes. It lowers its rate
 * on loss by itself, from our receiver reports.
 */
export function allowedBitrate(maximum: number, elapsedMs: number): number {
  const start = Math.min(START, maximum);
  return Math.round(start + (maximum - start) * Math.min(1, elapsedMs / RAMP_MS));
}
