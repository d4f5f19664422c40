/** Every so many pixels a sample; a prime, so that they do not stand in columns. */
const STEP = 31;
/** Time constant, seconds. */
const ADAPTATION = 2;
/** Median of |a - b| of two normal variables, in their standard deviations. */
const MEDIAN_OF_DIFFERENCE = 0.6745 * Math.SQRT2;
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
    const measured = median(histogram, samples) / FINENESS / MEDIAN_OF_DIFFERENCE;
    this.sigma += (1 - Math.exp(-seconds / ADAPTATION)) * (measured - this.sigma);
  }
}

/** The middle of a histogram's values, in bins. */
function median(histogram: Int32Array, samples: number): number {
  let below = 0;
  let bin = 0;
  while (below + histogram[bin]! < samples / 2) below += histogram[bin++]!;
  return bin + (samples / 2 - below) / Math.max(1, histogram[bin]!);
}
