import { Random, scramble, wave } from '../random.js';

/** Luma standard deviation of the sensor noise. */
const NOISE_SIGMA = 1.2;
const NOISE_SIZE = 1 << 16;
/** Seconds of sky in which at most one cloud passes. */
const SKY = 45;
const CLOUD_FROM = 12;

/** Brightness of the sunlight at a time, about 1: slow drift and passing clouds, within 8 %. */
export function lightAt(time: number, seed: number): number {
  const drift = 0.025 * wave(time / 97 + (scramble(seed) % 97) / 97);
  const sky = Math.floor(time / SKY);
  const sight = scramble(seed ^ Math.imul(sky + 1, 0x2545f491));
  const begins = CLOUD_FROM + (sight % 16);
  const since = time - sky * SKY - begins;
  const cloud = sight % 3 > 0 && since > 0 && since < 16 ? 0.05 * wave(since / 32) : 0;
  return 1 + drift - cloud;
}

/** The camera's sensor: turns the painted picture into the one that is handed out. */
export class Sensor {
  readonly #noise: Int8Array;
  readonly #exposure = new Uint8Array(256);

  constructor() {
    const random = new Random(11);
    this.#noise = Int8Array.from({ length: NOISE_SIZE }, () =>
      Math.round(random.gaussian() * NOISE_SIGMA),
    );
  }

  /**
   * Copies a luma plane, exposed and with noise.
   * @param light see {@link lightAt}
   * @param moment chooses the noise; the same moment has the same noise
   */
  expose(
    from: Uint8Array,
    to: Uint8Array,
    width: number,
    height: number,
    stride: number,
    light: number,
    moment: number,
  ): void {
    const noise = this.#noise;
    const exposure = this.#exposure;
    for (let y = 0; y < 256; y++) {
      exposure[y] = Math.max(8, Math.min(240, Math.round(16 + (y - 16) * light)));
    }
    for (let row = 0; row < height; row++) {
      const start = row * width;
      const out = row * stride;
      const grain = scramble(moment + row * 7919);
      for (let x = 0; x < width; x++) {
        to[out + x] = exposure[from[start + x]!]! + noise[(grain + x) & (NOISE_SIZE - 1)]!;
      }
    }
  }
}
