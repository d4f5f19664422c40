/** Every so many pixels, in both directions, a sample; odd, so that no pattern repeats. */
const STEP = 7;
/** Time constant, seconds. */
const ADAPTATION = 2;
/** The smallest fifth of the changes is taken to be noise, even where a crowd fills the picture. */
const SHARE = 0.5;
/** That quantile of |a - b| of two normal variables, in their standard deviations. */
const QUANTILE = 0.6745 * Math.SQRT2;
/** Histogram bins per grey level. */
const FINENESS = 8;

/** Estimates the camera's noise from what changes between two pictures where nobody is. */
export class Noise {
  /** Standard deviation of a pixel of the processing picture, grey levels. */
  sigma = 1;
  readonly #histogram = new Int32Array(32 * FINENESS);

  update(picture: Float32Array, before: Float32Array, ignore: Uint8Array, seconds: number): void {
    const histogram = this.#histogram.fill(0);
    let samples = 0;
    for (let i = 0; i < picture.length; i += STEP) {
      if (ignore[i] !== 0) continue;
      const bin = Math.floor(Math.abs(picture[i]! - before[i]!) * FINENESS);
      histogram[Math.min(bin, histogram.length - 1)]!++;
      samples++;
    }
    if (samples < 50) return;
    const measured = quantile(histogram, SHARE * samples) / FINENESS / QUANTILE;
    this.sigma += (1 - Math.exp(-seconds / ADAPTATION)) * (measured - this.sigma);
  }
}

/** The value, in bins, that `count` of a histogram's values lie below. */
function quantile(histogram: Int32Array, count: number): number {
  let below = 0;
  let bin = 0;
  while (below + histogram[bin]! < count) below += histogram[bin++]!;
  return bin + (count - below) / Math.max(1, histogram[bin]!);
}
