import { describe, expect, it } from 'vitest';
import { Crowd } from '../crowd/crowd.js';
import { TRUTH_NOBODY } from '../types.js';
import { lightAt } from './light.js';
import { ScenePainter } from './scene.js';

const WIDTH = 640;
const HEIGHT = 480;

/** How far the pixel of one picture is from that of another, in all three planes. */
function difference(a: ScenePainter, b: ScenePainter, x: number, y: number): number {
  const luma = y * WIDTH + x;
  const chroma = (y >> 1) * (WIDTH / 2) + (x >> 1);
  return (
    Math.abs(a.canvas.y[luma]! - b.canvas.y[luma]!) +
    Math.abs(a.canvas.u[chroma]! - b.canvas.u[chroma]!) +
    Math.abs(a.canvas.v[chroma]! - b.canvas.v[chroma]!)
  );
}

/** Whether anybody is within three pixels. */
function nearSomebody({ canvas }: ScenePainter, x: number, y: number): boolean {
  for (let dy = -3; dy <= 3; dy++) {
    for (let dx = -3; dx <= 3; dx++) {
      if (canvas.mask[(y + dy) * WIDTH + x + dx] !== TRUTH_NOBODY) return true;
    }
  }
  return false;
}

describe('ScenePainter', () => {
  it.each([0, 3, 9])('covers what its truth says (after %i s)', (seconds) => {
    const empty = new ScenePainter(WIDTH, HEIGHT);
    const full = new ScenePainter(WIDTH, HEIGHT);
    const crowd = new Crowd(1, WIDTH / HEIGHT, []);
    for (let i = 0; i < seconds * 20; i++) crowd.step();
    empty.paint([], 1, seconds);
    full.paint(crowd.people, 1, seconds);
    let people = 0;
    let seen = 0;
    let wrong = 0;
    for (let y = 3; y < HEIGHT - 3; y++) {
      for (let x = 3; x < WIDTH - 3; x++) {
        const changed = difference(full, empty, x, y);
        if (full.canvas.mask[y * WIDTH + x] !== TRUTH_NOBODY) {
          people++;
          if (changed > 8) seen++;
        } else if (changed > 0 && !nearSomebody(full, x, y)) {
          // Away from people only shadows change the picture: they darken, and leave the hue.
          const at = y * WIDTH + x;
          if (empty.canvas.y[at]! - full.canvas.y[at]! !== changed) wrong++;
        }
      }
    }
    // People behind a planter shine through the soft edges of its leaves, here and there.
    expect(wrong).toBeLessThan(1e-4 * WIDTH * HEIGHT);
    expect(people).toBeGreaterThan(0.02 * WIDTH * HEIGHT);
    expect(seen / people).toBeGreaterThan(0.95);
  });

  it('brightens and dims the plaza and the people together', () => {
    const painter = new ScenePainter(WIDTH, HEIGHT);
    const crowd = new Crowd(1, WIDTH / HEIGHT, []);
    const brightness = (light: number): number => {
      painter.light(light);
      painter.paint(crowd.people, 1, 0);
      return painter.canvas.y.reduce((sum, luma) => sum + luma - 16, 0);
    };
    const normal = brightness(1);
    expect(brightness(0.94) / normal).toBeCloseTo(0.94, 2);
    expect(brightness(1.03) / normal).toBeCloseTo(1.03, 2);
    expect(brightness(1)).toBe(normal);
  });
});

describe('lightAt', () => {
  it('changes slowly and stays within 8 %', () => {
    for (const seed of [1, 2, 3]) {
      let last = lightAt(0, seed);
      let darkest = 1;
      for (let time = 0.1; time < 600; time += 0.1) {
        const light = lightAt(time, seed);
        expect(Math.abs(light - 1)).toBeLessThanOrEqual(0.08);
        expect(Math.abs(light - last)).toBeLessThanOrEqual(0.008);
        darkest = Math.min(darkest, light);
        last = light;
      }
      expect(darkest).toBeLessThan(0.96);
    }
  });
});
