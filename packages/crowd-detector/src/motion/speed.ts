import { BoxFilter } from '../picture/box.js';

/** Radius of the window that speed is measured in, pixels at 320 wide. */
const WINDOW = 4;
/** Mean squared gradient below which a speed cannot be measured, squared grey levels per pixel. */
const LEAST_TEXTURE = 2;

/**
 * How fast the foreground moves, from how much it changes against how much texture it has: a surface
 * with gradient g that moves by d changes by g * d, whatever its pattern.
 */
export class Speed {
  /** Pixels of the processing picture per second, for foreground pixels. */
  readonly map: Float32Array;
  readonly #texture: Float32Array;
  readonly #box: BoxFilter;
  readonly #radius: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.map = new Float32Array(width * height);
    this.#texture = new Float32Array(width * height);
    this.#box = new BoxFilter(width, height);
    this.#radius = Math.max(2, Math.round((WINDOW * width) / 320));
  }

  /**
   * @param noise Standard deviation of a pixel's grey level from frame to frame.
   * @param seconds Time between the two pictures.
   */
  run(
    picture: Float32Array,
    before: Float32Array,
    foreground: Uint8Array,
    noise: number,
    seconds: number,
  ): void {
    this.#measure(picture, before, foreground, noise);
    this.#box.run(this.map, this.map, this.#radius);
    this.#box.run(this.#texture, this.#texture, this.#radius);
    const texture = this.#texture;
    const { map } = this;
    for (let i = 0; i < map.length; i++) {
      if (foreground[i] === 0) map[i] = 0;
      else map[i] = Math.sqrt((2 * Math.max(0, map[i]!)) / (texture[i]! + LEAST_TEXTURE)) / seconds;
    }
  }

  #measure(
    picture: Float32Array,
    before: Float32Array,
    foreground: Uint8Array,
    noise: number,
  ): void {
    const { width, height, map } = this;
    const texture = this.#texture;
    const noiseEnergy = 2 * noise * noise;
    map.fill(0);
    texture.fill(0);
    for (let y = 1; y < height - 1; y++)
      for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
        if (foreground[i] === 0) continue;
        const change = picture[i]! - before[i]!;
        const gx = 0.5 * (picture[i + 1]! - picture[i - 1]!);
        const gy = 0.5 * (picture[i + width]! - picture[i - width]!);
        map[i] = change * change - noiseEnergy;
        texture[i] = Math.max(0, gx * gx + gy * gy - noiseEnergy / 2);
      }
  }
}
