import { Background } from './background/background.js';
import { IDENTITY, Registration } from './background/registration.js';
import type { Alignment } from './background/registration.js';
import { Segmentation } from './foreground/segmentation.js';
import { Flow } from './motion/flow.js';
import { History } from './motion/history.js';
import { BodyHeight } from './motion/bodyHeight.js';
import { Morphology } from './foreground/morphology.js';
import { Blobs } from './foreground/blobs.js';
import { Ghosts } from './foreground/ghosts.js';
import { Speed } from './motion/speed.js';
import { Difference } from './foreground/difference.js';
import { Pyramid } from './picture/pyramid.js';
import { MASK_FAST, MASK_NONE, MASK_SLOW } from './types.js';

const SPEED_AGE_MS = 200;
const FLOW_AGE_MS = 100;
const OLDEST_MS = 600;

/** Everything that is known about the picture as a whole; regions play no part in it. */
export class Scene {
  /** {@link MASK_NONE}, {@link MASK_SLOW} or {@link MASK_FAST} per pixel. */
  readonly labels: Uint8Array;
  readonly flow: Flow;
  readonly #background: Background;
  readonly #registration: Registration;
  readonly #segmentation: Segmentation;
  readonly #history: History;
  readonly #speed: Speed;
  readonly #blobs: Blobs;
  readonly #ghosts: Ghosts;
  readonly #bodies: BodyHeight;
  readonly #fast: Uint8Array;
  readonly #near: Uint8Array;
  readonly #morph: Morphology;
  readonly #picture: Pyramid;
  readonly #difference: Difference;
  #alignment: Alignment = IDENTITY;
  #lastMs: number | undefined;
  #noise = 1;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    const size = width * height;
    this.labels = new Uint8Array(size);
    this.flow = new Flow(width, height);
    this.#background = new Background(size);
    this.#registration = new Registration(width, height);
    this.#segmentation = new Segmentation(width, height);
    this.#history = new History(width, height);
    this.#speed = new Speed(width, height);
    this.#blobs = new Blobs(width, height);
    this.#ghosts = new Ghosts(this.#blobs);
    this.#bodies = new BodyHeight(height);
    this.#near = new Uint8Array(size);
    this.#morph = new Morphology(width, height);
    this.#fast = new Uint8Array(size);
    this.#picture = new Pyramid(width, height);
    this.#difference = new Difference(width, height);
  }

  get alignment(): Alignment { return this.#alignment; }
  get background(): Background { return this.#background; }

  /** Returns seconds between flow pictures or null. */
  observe(raw: Float32Array, timestampMs: number, wantFlow: boolean): number | null {
    if (this.#lastMs === undefined) this.#background.reset(raw);
    const seconds = Math.min(1, Math.max(0, timestampMs - (this.#lastMs ?? timestampMs)) / 1000);
    this.#lastMs = timestampMs;
    const mask = this.#segmentation.mask;
    this.#alignment = this.#registration.fit(raw, this.#background.value, mask, this.#alignment);
    this.#align(raw);
    this.#difference.run(this.#picture.base, raw, this.#background.value);
    const picture = this.#picture;
    this.#segmentation.run(picture.base, this.#background, this.#difference);
    this.#blobs.find(mask);
    this.#ghosts.remove(this.#blobs, mask, picture.base, this.#background);
    this.#bodies.learn(this.#blobs, seconds);
    this.#background.update(picture.base, this.#difference.smooth, mask, seconds);
    if (wantFlow) picture.build();
    const past = this.#history.find(timestampMs, SPEED_AGE_MS, OLDEST_MS);
    this.#fast.fill(0);
    if (past) {
      const dt = (timestampMs - past.timestampMs) / 1000;
      this.#speed.run(picture.base, past.picture.base, this.#blobs, this.#bodies, this.#noise, dt);
      for (let y = 0, i = 0; y < this.height; y++) { const r = Math.floor(y / this.#speed.cell) * this.#speed.columns;
        for (let x = 0; x < this.width; x++, i++) if (mask[i] !== 0) this.#fast[i] = this.#speed.fast[r + Math.floor(x / this.#speed.cell)]!; }
    }
    this.#label();
    let flowSeconds: number | null = null;
    this.flow.count = 0;
    if (wantFlow) {
      const p = this.#history.find(timestampMs, FLOW_AGE_MS, OLDEST_MS);
      if (p) {
        this.#near.set(this.#fast);
        this.#morph.dilate(this.#near, 2);
        this.flow.run(picture, p.picture, this.#fast, this.#near);
        flowSeconds = (timestampMs - p.timestampMs) / 1000;
      }
    }
    this.#history.add(picture, timestampMs);
    return flowSeconds;
  }

  /** Brings a picture to the place and the light of the background. */
  #align(raw: Float32Array): void {
    const { gain, offset, shiftX, shiftY } = this.#alignment;
    const out = this.#picture.base;
    const scale = 1 / gain;
    if (shiftX === 0 && shiftY === 0) {
      for (let i = 0; i < out.length; i++) out[i] = (raw[i]! - offset) * scale;
      return;
    }
    const { width, height } = this;
    const wholeX = Math.floor(-shiftX);
    const fx = -shiftX - wholeX;
    const wholeY = Math.floor(-shiftY);
    const fy = -shiftY - wholeY;
    for (let y = 0; y < height; y++) {
      const y0 = Math.min(height - 1, Math.max(0, y + wholeY)) * width;
      const y1 = Math.min(height - 1, Math.max(0, y + wholeY + 1)) * width;
      for (let x = 0; x < width; x++) {
        const x0 = Math.min(width - 1, Math.max(0, x + wholeX));
        const x1 = Math.min(width - 1, Math.max(0, x + wholeX + 1));
        const top = raw[y0 + x0]! * (1 - fx) + raw[y0 + x1]! * fx;
        const bottom = raw[y1 + x0]! * (1 - fx) + raw[y1 + x1]! * fx;
        out[y * width + x] = (top * (1 - fy) + bottom * fy - offset) * scale;
      }
    }
  }

  /** Back to where the camera shows it. */
  #label(): void {
    const { width, height, labels } = this;
    const mask = this.#segmentation.mask;
    const fast = this.#fast;
    const dx = Math.round(this.#alignment.shiftX);
    const dy = Math.round(this.#alignment.shiftY);
    labels.fill(MASK_NONE);
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++)
      for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
        const i = (y + dy) * width + x + dx;
        if (mask[i] !== 0) labels[y * width + x] = fast[i] === 0 ? MASK_SLOW : MASK_FAST;
      }
  }
}
