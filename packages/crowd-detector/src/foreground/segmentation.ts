import type { Background } from '../background/background.js';
import { Components } from './components.js';
import { Shade } from './shade.js';
import { Morphology } from './morphology.js';

/** A pixel may be foreground from this difference on, and surely is from twice of it, grey levels. */
const LEAST_DIFFERENCE = 6;
/** The same as multiples of the pixel's deviation. */
const DEVIATIONS = 4;
const SURE = 2;
/** How far an edge of the scene may seem to be displaced, pixels. */
const EDGE_TOLERANCE = 0.12;
/** A piece must have this many sure pixels and this area, in pixels at 320 wide. */
const LEAST_SURE = 4;
const LEAST_AREA = 14;
/** Gaps up to twice of this are closed, pixels at 320 wide. */
const CLOSING = 2;
/** Enclosed holes up to this area are filled, pixels at 320 wide. */
const LARGEST_HOLE = 150;
/** Correlation of the gradients of picture and background from which only the light has changed. */
const SAME_TEXTURE = 0.8;
/** Mean squared gradient that counts as texture at all, squared grey levels per pixel. */
const TEXTURE = 9;

const ENCLOSED = 0.6;
const HALO = 0.3;
const WEAK = 1;
const STRONG = 2;

/** Tells the pixels of people from those of the background. */
export class Segmentation {
  /** 1 where somebody is, 0 elsewhere. */
  readonly mask: Uint8Array;
  readonly #components: Components;
  readonly #morphology: Morphology;
  readonly #shade: Shade;
  readonly #copy: Uint8Array;
  readonly #raw: Float32Array;
  readonly #most: Float32Array;
  readonly #shadeMask: Uint8Array;
  readonly #area: Int32Array;
  readonly #sure: Int32Array;
  readonly #energyPicture: Float32Array;
  readonly #energyBackground: Float32Array;
  readonly #energyBoth: Float32Array;
  /** Linear and square scale of the processing picture against 320 wide. */
  readonly #scale: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.mask = new Uint8Array(width * height);
    this.#shade = new Shade(width, height);
    this.#shadeMask = new Uint8Array(width * height);
    this.#raw = new Float32Array(width * height);
    this.#most = new Float32Array(width * height);
    this.#copy = new Uint8Array(width * height);
    this.#components = new Components(width, height);
    this.#morphology = new Morphology(width, height);
    const most = this.#components.capacity;
    this.#area = new Int32Array(most);
    this.#sure = new Int32Array(most);
    this.#energyPicture = new Float32Array(most);
    this.#energyBackground = new Float32Array(most);
    this.#energyBoth = new Float32Array(most);
    this.#scale = width / 320;
  }

  run(picture: Float32Array, background: Background, difference: Float32Array): void {
    this.#threshold(background, difference);
    this.#dropHalo(picture, background.value);
    this.#shade.run(picture, background.value, difference, this.mask);
    this.#removeShade(background.value, difference);
    this.#keepPeople(picture, background.value);
    const closing = Math.max(1, Math.round(CLOSING * this.#scale));
    this.#morphology.close(this.mask, closing);
    this.#addEnclosedShade();
    this.#fillHoles();
    this.#trim(picture, background.value);
  }

  #dropHalo(picture: Float32Array, background: Float32Array): void {
    const { mask, width, height } = this;
    const raw = this.#raw;
    const most = this.#most;
    for (let i = 0; i < raw.length; i++) raw[i] = Math.abs(picture[i]! - background[i]!);
    for (let i = 2; i < raw.length - 2; i++) {
      most[i] = Math.max(raw[i - 2]!, raw[i - 1]!, raw[i]!, raw[i + 1]!, raw[i + 2]!);
    }
    for (let i = 2 * width; i < (height - 2) * width; i++) {
      if (mask[i] === 0) continue;
      const m = Math.max(most[i - 2 * width]!, most[i - width]!, most[i]!, most[i + width]!, most[i + 2 * width]!);
      if (raw[i]! < HALO * m) mask[i] = 0;
    }
  }

  #removeShade(background: Float32Array, difference: Float32Array): void {
    const { mask } = this;
    const shade = this.#shadeMask.fill(0);
    for (let i = 0; i < mask.length; i++)
      if (mask[i] !== 0 && this.#shade.explains(i, background[i]!, difference[i]!)) {
        mask[i] = 0;
        shade[i] = 1;
      }
  }

  /** Shade that people enclose is part of them: a plain coat darker than the ground. */
  #addEnclosedShade(): void {
    const c = this.#components;
    const { mask, width, height } = this;
    const shade = this.#shadeMask;
    for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) shade[i] = 0;
    c.find(shade, 'set');
    const people = this.#area.fill(0, 0, c.count);
    const ground = this.#sure.fill(0, 0, c.count);
    for (let run = 0; run < c.runs; run++) {
      const id = c.runComponent[run]!;
      const y = c.runY[run]!;
      const a = y * width + c.runFrom[run]!;
      const b = y * width + c.runTo[run]!;
      let p = 0;
      let g = 0;
      if (c.runFrom[run]! > 0) if (mask[a - 1] !== 0) p++; else g++;
      if (c.runTo[run]! < width) if (mask[b] !== 0) p++; else g++;
      for (let i = a; i < b; i++) {
        if (y > 0 && shade[i - width] === 0) if (mask[i - width] !== 0) p++; else g++;
        if (y < height - 1 && shade[i + width] === 0) if (mask[i + width] !== 0) p++; else g++;
      }
      people[id]! += p;
      ground[id]! += g;
    }
    for (let run = 0; run < c.runs; run++) {
      const id = c.runComponent[run]!;
      if (people[id]! > ENCLOSED * (people[id]! + ground[id]!)) this.#paint(run, 1);
    }
  }

  #trim(picture: Float32Array, background: Float32Array): void {
    const { mask, width, height } = this;
    const copy = this.#copy;
    copy.set(mask);
    for (let y = 1; y < height - 1; y++)
      for (let i = y * width + 1, end = i + width - 2; i < end; i++) {
        if (copy[i] === 0) continue;
        if (copy[i - 1] !== 0 && copy[i + 1] !== 0 && copy[i - width] !== 0 && copy[i + width] !== 0) continue;
        let most = 0;
        for (let dy = -width; dy <= width; dy += width)
          for (let k = i + dy - 1; k <= i + dy + 1; k++) {
            const d = Math.abs(picture[k]! - background[k]!);
            if (d > most) most = d;
          }
        if (Math.abs(picture[i]! - background[i]!) < 0.4 * most) mask[i] = 0;
      }
  }

  #threshold({ value, deviation }: Background, difference: Float32Array): void {
    const { width, height, mask } = this;
    const last = width * (height - 1);
    for (let i = 0; i < mask.length; i++) {
      const d = Math.abs(difference[i]!);
      if (d < LEAST_DIFFERENCE) {
        mask[i] = 0;
        continue;
      }
      const inside = i >= width && i < last;
      const gx = value[i + 1]! - value[i - 1]!;
      const gy = inside ? value[i + width]! - value[i - width]! : 0;
      const edge = EDGE_TOLERANCE * 0.5 * (Math.abs(gx) + Math.abs(gy));
      const bound = Math.max(LEAST_DIFFERENCE, DEVIATIONS * deviation[i]!) + (inside ? edge : 0);
      mask[i] = d < bound ? 0 : d < SURE * bound ? WEAK : STRONG;
    }
  }

  /** Keeps the pieces that are sure enough, large enough and not merely lit differently. */
  #keepPeople(picture: Float32Array, background: Float32Array): void {
    const components = this.#components;
    components.find(this.mask, 'set');
    this.#measure(picture, background);
    const leastArea = LEAST_AREA * this.#scale * this.#scale;
    const leastSure = LEAST_SURE * this.#scale * this.#scale;
    for (let run = 0; run < components.runs; run++) {
      const id = components.runComponent[run]!;
      const keep =
        this.#area[id]! >= leastArea && this.#sure[id]! >= leastSure && !this.#onlyLight(id);
      this.#paint(run, keep ? 1 : 0);
    }
  }

  #paint(run: number, value: 0 | 1): void {
    const { runY, runFrom, runTo } = this.#components;
    const row = runY[run]! * this.width;
    this.mask.fill(value, row + runFrom[run]!, row + runTo[run]!);
  }

  #onlyLight(id: number): boolean {
    const area = this.#area[id]!;
    const picture = this.#energyPicture[id]!;
    const background = this.#energyBackground[id]!;
    if (picture < TEXTURE * area || background < TEXTURE * area) return false;
    return this.#energyBoth[id]! > SAME_TEXTURE * Math.sqrt(picture * background);
  }

  #measure(picture: Float32Array, background: Float32Array): void {
    const { width, height, mask } = this;
    const { count, runs, runY, runFrom, runTo, runComponent } = this.#components;
    for (const sums of [
      this.#area,
      this.#sure,
      this.#energyPicture,
      this.#energyBackground,
      this.#energyBoth,
    ])
      sums.fill(0, 0, count);
    for (let run = 0; run < runs; run++) {
      const id = runComponent[run]!;
      const y = runY[run]!;
      const from = runFrom[run]!;
      const to = runTo[run]!;
      this.#area[id]! += to - from;
      let sure = 0;
      for (let i = y * width + from; i < y * width + to; i++) if (mask[i] === STRONG) sure++;
      this.#sure[id]! += sure;
      if (y === 0 || y === height - 1) continue;
      let pp = 0;
      let bb = 0;
      let pb = 0;
      const end = y * width + Math.min(to, width - 1);
      for (let i = y * width + Math.max(from, 1); i < end; i++) {
        const px = picture[i + 1]! - picture[i - 1]!;
        const py = picture[i + width]! - picture[i - width]!;
        const bx = background[i + 1]! - background[i - 1]!;
        const by = background[i + width]! - background[i - width]!;
        pp += px * px + py * py;
        bb += bx * bx + by * by;
        pb += px * bx + py * by;
      }
      this.#energyPicture[id]! += pp;
      this.#energyBackground[id]! += bb;
      this.#energyBoth[id]! += pb;
    }
  }

  #fillHoles(): void {
    const components = this.#components;
    components.find(this.mask, 'zero');
    const { count, runs, runY, runFrom, runTo, runComponent } = components;
    const area = this.#area.fill(0, 0, count);
    const largest = LARGEST_HOLE * this.#scale * this.#scale;
    for (let run = 0; run < runs; run++) {
      const open =
        runFrom[run] === 0 ||
        runTo[run] === this.width ||
        runY[run] === 0 ||
        runY[run] === this.height - 1;
      area[runComponent[run]!]! += open ? largest + 1 : runTo[run]! - runFrom[run]!;
    }
    for (let run = 0; run < runs; run++)
      if (area[runComponent[run]!]! <= largest) this.#paint(run, 1);
  }
}
