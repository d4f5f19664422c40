/** Every so many pixels a sample; a prime, so that they do not stand in columns. */
const STEP = 13;
/** Of fewer samples nothing is concluded: the picture is full of people. */
const LEAST_SAMPLES = 50;
/** Histogram bins per level of chroma, and the largest change from one picture to the next. */
const FINENESS = 8;
const MOST = 16;
/** Chroma without colour, as cameras give it. */
const NEUTRAL = 128;

/** Distance of a normal variable's quartiles, in its standard deviations. */
const QUARTILES = 1.349;

/** What the camera adds to one plane of chroma: its white balance changes by itself, and there is noise. */
export class Cast {
  /** Level that is no colour now. */
  neutral = NEUTRAL;
  /** Standard deviation of a pixel from the background, levels of chroma. */
  noise = 0;
  readonly #histogram = new Int32Array(2 * MOST * FINENESS + 1);

  reset(): void {
    this.neutral = NEUTRAL;
    this.noise = 0;
  }

  copyFrom(other: Cast): void {
    this.neutral = other.neutral;
    this.noise = other.noise;
  }

  /**
   * Follows the median change of the background, and measures its spread.
   * @param people Not zero where somebody is.
   * @param gain Of the light.
   */
  update(seen: Float32Array, background: Float32Array, people: Uint8Array, gain: number): void {
    const histogram = this.#histogram.fill(0);
    let samples = 0;
    for (let i = 0; i < seen.length; i += STEP) {
      if (people[i] !== 0) continue;
      const change = (seen[i]! - this.neutral) / gain - background[i]!;
      const limited = Math.max(-MOST, Math.min(MOST, change));
      histogram[Math.round((limited + MOST) * FINENESS)]!++;
      samples++;
    }
    if (samples < LEAST_SAMPLES) return;
    const lower = quantile(histogram, 0.25 * samples);
    const upper = quantile(histogram, 0.75 * samples);
    this.neutral += gain * (quantile(histogram, 0.5 * samples) - MOST);
    this.noise = (upper - lower) / QUARTILES;
  }
}

/** The value that so many samples do not exceed, counted from the first bin. */
function quantile(histogram: Int32Array, samples: number): number {
  let bin = 0;
  for (let below = histogram[0]!; below < samples; below += histogram[++bin]!);
  return bin / FINENESS;
}
