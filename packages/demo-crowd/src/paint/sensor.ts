import { Random, scramble } from '../random.js';
import type { I420Picture } from '../types.js';
import type { Canvas } from './canvas.js';

/** Luma standard deviation of the sensor noise. */
const SIGMA = 1.2;
/** Four pixels of noise fit a word; this many words are made once and used at random offsets. */
const WORDS = 1 << 15;
const BLOCK = 1 << 12;
/** Added to the noise so that it is never negative, and taken off the picture before. */
const BIAS = 0x08080808;

/** The camera's sensor: adds noise to the painted picture and hands it out. */
export class Sensor {
  readonly #noise: Uint32Array;

  constructor() {
    const random = new Random(11);
    const bytes = Uint8Array.from({ length: WORDS * 4 }, () => {
      const noise = Math.round(random.gaussian() * SIGMA);
      return Math.max(0, Math.min(16, noise + (BIAS & 0xff)));
    });
    this.#noise = new Uint32Array(bytes.buffer);
  }

  /**
   * Adds noise to the luma of the canvas, whose values must lie within 8..239.
   * @param moment chooses the noise; the same moment has the same noise
   */
  expose(canvas: Canvas, moment: number): void {
    const noise = this.#noise;
    const luma = new Uint32Array(canvas.y.buffer);
    // Four pixels at once: no byte of the sum leaves 0..255, so none carries into its neighbour.
    for (let start = 0; start < luma.length; start += BLOCK) {
      const offset = scramble(moment + start) % (WORDS - BLOCK);
      const end = Math.min(luma.length, start + BLOCK);
      for (let at = start; at < end; at++) {
        luma[at] = luma[at]! - BIAS + noise[offset + at - start]!;
      }
    }
  }
}

/** Copies the canvas into a picture of its size; padding between the rows is left alone. */
export function develop(canvas: Canvas, picture: I420Picture): void {
  const { width, height } = canvas;
  copyPlane(canvas.y, picture.y, width, height, picture.strideY);
  copyPlane(canvas.u, picture.u, width / 2, height / 2, picture.strideUV);
  copyPlane(canvas.v, picture.v, width / 2, height / 2, picture.strideUV);
}

function copyPlane(
  from: Uint8Array,
  to: Uint8Array,
  width: number,
  height: number,
  stride: number,
): void {
  if (stride === width) {
    to.set(from);
    return;
  }
  for (let row = 0; row < height; row++) {
    to.set(from.subarray(row * width, (row + 1) * width), row * stride);
  }
}
