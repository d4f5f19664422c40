import { scramble, wave } from '../random.js';

/** Seconds of sky in which at most one cloud passes. */
const SKY = 45;
const CLOUD_FROM = 12;

/** Steps of brightness, each too small to be seen: 1/256. */
const STEPS = 256;

/** Brightness of the sunlight at a time, about 1: slow drift and passing clouds, within 8 %. */
export function lightAt(time: number, seed: number): number {
  const drift = 0.025 * wave(time / 97 + (scramble(seed) % 97) / 97);
  const sky = Math.floor(time / SKY);
  const sight = scramble(seed ^ Math.imul(sky + 1, 0x2545f491));
  const begins = CLOUD_FROM + (sight % 16);
  const since = time - sky * SKY - begins;
  const cloud = sight % 3 > 0 && since > 0 && since < 16 ? 0.05 * wave(since / 32) : 0;
  return Math.round((1 + drift - cloud) * STEPS) / STEPS;
}

/** Fills a table of 256 entries with what becomes of each luma in this light, leaving room for highlights. */
export function expose(light: number, exposure: Uint8Array): void {
  for (let y = 0; y < 256; y++) {
    exposure[y] = Math.max(16, Math.min(222, Math.round(16 + (y - 16) * light)));
  }
}
