import { describe, expect, it } from 'vitest';
import { TRUTH_MOVING, TRUTH_NOBODY } from '../types.js';
import { Canvas } from './canvas.js';
import { rgb } from './colour.js';

const RED = rgb(200, 30, 30);

function covered({ mask }: Canvas): number {
  return mask.filter((owner) => owner === TRUTH_MOVING).length;
}

describe('Canvas', () => {
  it('fills the area of a capsule', () => {
    const canvas = new Canvas(200, 200);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.capsule(60, 60, 30, 140, 120, 30, RED);
    // Two half circles and a rectangle of 100 x 60.
    expect(Math.abs(covered(canvas) - (Math.PI * 900 + 6000))).toBeLessThan(60);
    expect(canvas.v[45 * 100 + 50]).toBe(RED.v);
  });

  it('fills a tapered capsule between its tangents', () => {
    const canvas = new Canvas(200, 200);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.capsule(100, 60, 40, 100, 150, 10, RED);
    const has = (x: number, y: number): boolean => canvas.mask[y * 200 + x] === TRUTH_MOVING;
    expect(has(100, 21)).toBe(true);
    expect(has(100, 158)).toBe(true);
    expect(has(100, 161)).toBe(false);
    // Half way the tangents are 25 / cos(asin(1/3)) = 26.5 from the axis.
    expect(has(125, 105)).toBe(true);
    expect(has(128, 105)).toBe(false);
  });

  it('fills a circle when one end lies inside the other', () => {
    const canvas = new Canvas(100, 100);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.capsule(50, 50, 20, 52, 50, 5, RED);
    expect(Math.abs(covered(canvas) - Math.PI * 400)).toBeLessThan(30);
  });

  it('cuts shapes at the edges of the picture', () => {
    const canvas = new Canvas(40, 30);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.capsule(-20, -20, 200, 60, 50, 200, RED);
    expect(covered(canvas)).toBe(1200);
    canvas.capsule(-50, 10, 20, -30, 10, 20, RED);
    canvas.capsule(10, 90, 20, 10, 95, 20, RED);
    expect(covered(canvas)).toBe(1200);
  });

  it('covers pixels at the edge of a shape in part', () => {
    const canvas = new Canvas(40, 40);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.y.fill(200);
    canvas.capsule(10.3, 10, 5, 10.3, 30, 5, rgb(0, 0, 0));
    // The shape ends at x = 15.3: pixel 15 is covered to 30 %, too little to belong to it.
    const edge = canvas.y[20 * 40 + 15]!;
    expect(edge).toBeGreaterThan(130);
    expect(edge).toBeLessThan(165);
    expect(canvas.mask[20 * 40 + 15]).toBe(TRUTH_NOBODY);
    expect(canvas.mask[20 * 40 + 14]).toBe(TRUTH_MOVING);
  });

  it('gives the pixels of later shapes to their owner', () => {
    const canvas = new Canvas(40, 40);
    canvas.begin(TRUTH_MOVING, 0, 100);
    canvas.capsule(20, 20, 12, 20, 20, 12, RED);
    canvas.begin(TRUTH_NOBODY, 0, 100);
    canvas.capsule(20, 20, 14, 20, 20, 14, RED);
    expect(covered(canvas)).toBe(0);
  });
});
