import { describe, expect, it } from 'vitest';
import { Canvas } from './canvas.js';
import { Sensor } from './sensor.js';

describe('Sensor', () => {
  it('adds noise of mean 0 and standard deviation 1.2 that differs from frame to frame', () => {
    const sensor = new Sensor();
    const noiseAt = (moment: number): number[] => {
      const canvas = new Canvas(128, 128);
      canvas.y.fill(100);
      sensor.expose(canvas, moment);
      return Array.from(canvas.y, (luma) => luma - 100);
    };
    const noise = noiseAt(1);
    const mean = noise.reduce((sum, n) => sum + n, 0) / noise.length;
    const variance = noise.reduce((sum, n) => sum + n * n, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.sqrt(variance)).toBeCloseTo(1.2, 1);
    expect(noiseAt(1)).toEqual(noise);
    const other = noiseAt(2);
    const correlation = noise.reduce((sum, n, i) => sum + n * other[i]!, 0) / noise.length;
    expect(Math.abs(correlation)).toBeLessThan(0.1);
  });

  it('keeps the darkest and the brightest luma of a canvas in range', () => {
    const canvas = new Canvas(64, 64);
    canvas.y.fill(8, 0, 2048).fill(247, 2048);
    new Sensor().expose(canvas, 3);
    expect(Math.max(...canvas.y.subarray(0, 2048))).toBeLessThan(17);
    expect(Math.min(...canvas.y.subarray(2048))).toBeGreaterThan(238);
  });
});
