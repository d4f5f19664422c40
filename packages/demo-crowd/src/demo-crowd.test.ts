import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DemoCrowd } from './demo-crowd.js';
import { createPicture } from './picture.js';
import { truthShare } from './truth.js';
import type { DemoCrowdOptions, DemoPerson, DemoTruth, I420Picture } from './types.js';

const SMALL = { width: 320, height: 240, frameRate: 10 };

function hashOf({ y, u, v }: I420Picture, { mask, people }: DemoTruth): string {
  const hash = createHash('sha256').update(y).update(u).update(v).update(mask);
  return hash.update(JSON.stringify(people)).digest('hex');
}

/** One hash per frame. */
function hashes(options: DemoCrowdOptions, frames: number): string[] {
  const crowd = new DemoCrowd(options);
  const picture = createPicture(options.width, options.height);
  return Array.from({ length: frames }, () => hashOf(picture, crowd.next(picture)));
}

function occupancyAt(options: DemoCrowdOptions, seconds: number[]): number[] {
  const crowd = new DemoCrowd(options);
  const picture = createPicture(options.width, options.height);
  return seconds.map((second) => {
    let truth = crowd.next(picture);
    while (crowd.frameIndex <= second * options.frameRate) truth = crowd.next(picture);
    return truthShare(truth.mask, options.width, options.height).occupancy;
  });
}

describe('DemoCrowd', () => {
  it('draws the same pictures and truths from the same seed', () => {
    expect(hashes({ ...SMALL, seed: 5 }, 45)).toEqual(hashes({ ...SMALL, seed: 5 }, 45));
  });

  it('draws other pictures from another seed, and takes 1 for none', () => {
    const [first] = hashes({ ...SMALL, seed: 1 }, 40).slice(-1);
    expect(hashes(SMALL, 40).at(-1)).toBe(first);
    expect(hashes({ ...SMALL, seed: 2 }, 40).at(-1)).not.toBe(first);
  });

  it('shows the same scene at the same time whatever the frame rate', () => {
    const at10 = hashes({ ...SMALL, frameRate: 10 }, 41);
    const at25 = hashes({ ...SMALL, frameRate: 25 }, 101);
    for (let i = 0; i <= 20; i++) expect(at25[i * 5], `at ${i * 0.2} s`).toBe(at10[i * 2]);
  });

  it('moves people on every frame between the steps of the simulation', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 120 });
    const picture = createPicture(320, 240);
    const walkerAt = (): number => crowd.next(picture).people.find((p) => p.direction)!.foot.x;
    const places = Array.from({ length: 24 }, walkerAt);
    expect(new Set(places).size).toBe(24);
  });

  it.each([1, 2, 3, 4, 5])('opens nearly empty, then fills within seconds (seed %i)', (seed) => {
    const wave = [2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6];
    const [start, ...later] = occupancyAt({ ...SMALL, seed }, [0.2, ...wave]);
    expect(start).toBeGreaterThan(2);
    expect(start).toBeLessThan(8);
    expect(Math.max(...later.slice(0, 5))).toBeGreaterThan(45);
    expect(Math.min(...later.slice(1))).toBeGreaterThan(38);
  });

  it('fills wide and tall pictures alike', () => {
    for (const [width, height] of [
      [426, 240],
      [240, 320],
    ] as const) {
      const [occupancy] = occupancyAt({ width, height, frameRate: 10 }, [3.5]);
      expect(occupancy, `${width}x${height}`).toBeGreaterThan(40);
    }
  });

  it('fills the plaza with people who jostle on the spot', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 5, packed: true });
    const picture = createPicture(320, 240);
    const plaza = [0, 1, 2, 3].map((i) => ({ x: i === 1 || i === 2 ? 1 : 0, y: i < 2 ? 0.3 : 1 }));
    const first = new Map<number, { x: number; y: number }>();
    let moved = 0;
    for (let frame = 0; frame < 20; frame++) {
      const { mask, people } = crowd.next(picture);
      const { occupancy } = truthShare(mask, 320, 240, plaza);
      expect(occupancy).toBeGreaterThan(90);
      for (const { id, foot, heightPx } of people) {
        const home = first.get(id) ?? { ...foot };
        first.set(id, home);
        const away = Math.hypot(foot.x - home.x, foot.y - home.y);
        expect(away * 240).toBeLessThan(1.2 * heightPx);
        if (away > 0.01) moved++;
      }
    }
    expect(moved / (20 * first.size)).toBeGreaterThan(0.5);
  });

  it('goes on for ever with people who stand, people who walk, full and empty phases', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 2 });
    const picture = createPicture(320, 240);
    const occupancies: number[] = [];
    let mixed = 0;
    for (let frame = 0; frame < 600; frame++) {
      const { mask, people } = crowd.next(picture);
      expect(people.length).toBeLessThan(120);
      if (frame < 20) continue;
      occupancies.push(truthShare(mask, 320, 240).occupancy);
      const walkers = people.filter(({ direction }) => direction !== null).length;
      if (walkers > 0 && walkers < people.length) mixed++;
    }
    expect(mixed / occupancies.length).toBeGreaterThan(0.9);
    expect(Math.min(...occupancies)).toBeLessThan(8);
    expect(Math.max(...occupancies)).toBeGreaterThan(38);
    const lastMinute = occupancies.slice(-120);
    expect(Math.max(...lastMinute) - Math.min(...lastMinute)).toBeGreaterThan(8);
  });

  it('walks people at speeds that leave no doubt, most of the time', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 5 });
    const picture = createPicture(320, 240);
    let doubtful = 0;
    let all = 0;
    for (let frame = 0; frame < 300; frame++) {
      for (const { speed, direction } of crowd.next(picture).people) {
        expect(direction === null).toBe(speed <= 0.15);
        expect(speed).toBeLessThanOrEqual(1.25);
        all++;
        if (speed > 0.05 && speed < 0.3) doubtful++;
      }
    }
    expect(doubtful / all).toBeLessThan(0.03);
  });

  it('tells where people go and how fast as they are seen to', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 20 });
    const picture = createPicture(320, 240);
    let before = new Map<number, { x: number; y: number }>();
    let compared = 0;
    for (let frame = 0; frame < 60; frame++) {
      const { people } = crowd.next(picture);
      for (const { id, foot, heightPx, speed, direction } of people) {
        const last = before.get(id);
        if (last === undefined || direction === null || speed < 0.5) continue;
        const dx = (foot.x - last.x) * 320;
        const dy = (foot.y - last.y) * 240;
        expect((Math.hypot(dx, dy) * 20) / heightPx).toBeCloseTo(speed, 0);
        const seen = ((Math.atan2(dx, -dy) * 180) / Math.PI + 360) % 360;
        const turn = Math.abs(((seen - direction + 540) % 360) - 180);
        expect(turn).toBeLessThan(20);
        compared++;
      }
      before = new Map(people.map(({ id, foot }) => [id, { ...foot }]));
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('lets people come and go only out of sight', () => {
    const crowd = new DemoCrowd({ ...SMALL, frameRate: 10 });
    const picture = createPicture(320, 240);
    const outOfSight = ({ foot, heightPx }: DemoPerson): boolean =>
      foot.x < 0 || foot.x > 1 || foot.y - heightPx / 240 > 0.97;
    let before = new Map(crowd.next(picture).people.map((person) => [person.id, person]));
    let passages = 0;
    for (let frame = 1; frame < 600; frame++) {
      const now = new Map(crowd.next(picture).people.map((person) => [person.id, person]));
      const come = [...now.values()].filter(({ id }) => !before.has(id));
      const gone = [...before.values()].filter(({ id }) => !now.has(id));
      expect([...come, ...gone].filter((person) => !outOfSight(person))).toEqual([]);
      passages += come.length + gone.length;
      before = now;
    }
    expect(passages).toBeGreaterThan(200);
  });

  it('honours any stride and leaves the padding alone', () => {
    const tight = createPicture(320, 240);
    const padded: I420Picture = {
      width: 320,
      height: 240,
      strideY: 333,
      strideUV: 171,
      y: new Uint8Array(333 * 240).fill(7),
      u: new Uint8Array(171 * 120).fill(7),
      v: new Uint8Array(171 * 120).fill(7),
    };
    const [one, other] = [new DemoCrowd(SMALL), new DemoCrowd(SMALL)];
    one.next(tight);
    other.next(padded);
    for (let row = 0; row < 240; row++) {
      const line = padded.y.subarray(row * 333, (row + 1) * 333);
      expect(line.subarray(0, 320)).toEqual(tight.y.subarray(row * 320, (row + 1) * 320));
      expect(line.subarray(320).every((byte) => byte === 7)).toBe(true);
    }
    for (const plane of ['u', 'v'] as const) {
      for (let row = 0; row < 120; row++) {
        const line = padded[plane].subarray(row * 171, (row + 1) * 171);
        expect(line.subarray(0, 160)).toEqual(tight[plane].subarray(row * 160, (row + 1) * 160));
        expect(line.subarray(160).every((byte) => byte === 7)).toBe(true);
      }
    }
  });

  it.each([
    [2, 2],
    [3840, 2],
    [2, 34],
    [1280, 720],
    [3840, 2160],
  ])('draws %i x %i', (width, height) => {
    const crowd = new DemoCrowd({ width, height, frameRate: 1 });
    const picture = createPicture(width, height);
    expect(crowd.next(picture).mask).toHaveLength(width * height);
    expect(picture.y.some((luma) => luma > 30)).toBe(true);
  });

  it.each([
    [{ ...SMALL, width: 321 }, 'INVALID_SIZE'],
    [{ ...SMALL, height: 0 }, 'INVALID_SIZE'],
    [{ ...SMALL, width: 3842 }, 'INVALID_SIZE'],
    [{ ...SMALL, height: Number.NaN }, 'INVALID_SIZE'],
    [{ ...SMALL, frameRate: 0.5 }, 'INVALID_FRAME_RATE'],
    [{ ...SMALL, frameRate: 121 }, 'INVALID_FRAME_RATE'],
    [{ ...SMALL, frameRate: Number.NaN }, 'INVALID_FRAME_RATE'],
    [{ ...SMALL, seed: 1.5 }, 'INVALID_SEED'],
  ])('refuses %j with %s', (options, code) => {
    expect(() => new DemoCrowd(options)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses buffers that the picture does not fit, without using the frame up', () => {
    const crowd = new DemoCrowd(SMALL);
    const good = createPicture(320, 240);
    const code = 'PICTURE_MISMATCH';
    for (const bad of [
      createPicture(322, 240),
      { ...good, strideY: 319 },
      { ...good, strideUV: 159.5 },
      { ...good, v: good.v.subarray(1) },
    ]) {
      expect(() => crowd.next(bad)).toThrow(expect.objectContaining({ code }));
    }
    expect(crowd.frameIndex).toBe(0);
    crowd.next(good);
    expect(crowd.frameIndex).toBe(1);
  });
});
