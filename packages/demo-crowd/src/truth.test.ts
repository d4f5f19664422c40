import { describe, expect, it } from 'vitest';
import { dominantDirection, truthShare } from './truth.js';
import type { DemoPerson } from './types.js';

describe('truthShare', () => {
  // Four rows of nobody, standing, moving, moving.
  const mask = Uint8Array.from({ length: 16 }, (_, i) => [0, 1, 2, 2][i % 4]!);

  it('counts the whole picture', () => {
    const { occupancy, fluidity } = truthShare(mask, 4, 4);
    expect(occupancy).toBe(75);
    expect(fluidity).toBeCloseTo(66.67, 1);
  });

  it('counts only pixels whose centre is inside the polygon', () => {
    const left = [
      { x: 0, y: 0 },
      { x: 0.5, y: 0 },
      { x: 0.5, y: 1 },
      { x: 0, y: 1 },
    ];
    expect(truthShare(mask, 4, 4, left)).toEqual({ occupancy: 50, fluidity: 0 });
  });

  it('follows a concave polygon', () => {
    // A U: the upper middle is outside.
    const u = [
      { x: 0, y: 0 },
      { x: 0.25, y: 0 },
      { x: 0.25, y: 0.5 },
      { x: 0.75, y: 0.5 },
      { x: 0.75, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0, y: 1 },
    ];
    // Upper rows: columns 0 and 3; lower rows: all.
    expect(truthShare(mask, 4, 4, u).occupancy).toBeCloseTo((100 * 8) / 12);
  });

  it('knows no fluidity where nobody is', () => {
    expect(truthShare(new Uint8Array(16), 4, 4)).toEqual({ occupancy: 0, fluidity: null });
  });
});

describe('dominantDirection', () => {
  const walker = (direction: number | null, x = 0.5, heightPx = 100): DemoPerson => ({
    id: 1,
    foot: { x, y: 0.5 },
    heightPx,
    speed: direction === null ? 0 : 1,
    direction,
  });
  const of = (...people: DemoPerson[]): number | null =>
    dominantDirection({ mask: new Uint8Array(0), people });

  it('is the mean direction of those who move, also across north', () => {
    expect(of(walker(80), walker(100), walker(null))).toBeCloseTo(90);
    expect(of(walker(350), walker(20))).toBeCloseTo(5);
  });

  it('lets the larger bodies in the picture prevail', () => {
    expect(of(walker(90, 0.5, 200), walker(270, 0.5, 80))).toBeCloseTo(90);
  });

  it('is null when nobody moves or people go different ways', () => {
    expect(of()).toBeNull();
    expect(of(walker(null))).toBeNull();
    expect(of(walker(90), walker(270))).toBeNull();
  });

  it('counts only those who stand inside the polygon, by default the picture', () => {
    const people = [walker(90, 0.2), walker(180, 0.8), walker(0, 1.2), walker(0, 1.3)];
    const truth = { mask: new Uint8Array(0), people };
    const right = [
      { x: 0.6, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0.6, y: 1 },
    ];
    expect(dominantDirection(truth, right)).toBeCloseTo(180);
    expect(dominantDirection(truth)).toBeCloseTo(135);
  });
});
