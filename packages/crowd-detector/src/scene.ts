import { Background } from './background/background.js';
import { Noise } from './background/noise.js';
import { IDENTITY, Registration } from './background/registration.js';
import type { Alignment } from './background/registration.js';
import { Rest } from './background/rest.js';
import { Blobs } from './foreground/blobs.js';
import { Colour } from './foreground/colour.js';
import { Difference } from './foreground/difference.js';
import { Ghosts } from './foreground/ghosts.js';
import { Segmentation } from './foreground/segmentation.js';
import type { Planes } from './kernels/planes.js';
import { BodyHeight } from './motion/bodyHeight.js';
import { Flow } from './motion/flow.js';
import { History } from './motion/history.js';
import type { PastPicture } from './motion/history.js';
import { Speed } from './motion/speed.js';
import { Pyramid } from './picture/pyramid.js';
import { Warp } from './picture/warp.js';
import type { DetectorStages } from './types.js';

/** Longer gaps between frames count as this long: nobody knows what happened meanwhile. Seconds. */
const LONGEST_GAP = 1;
/** Seconds of a new scene before what is seen in it can be believed. */
const SETTLING = 1;
/** Below this share of inliers the picture shows another scene. */
const ANOTHER_SCENE = 0.3;
/** The background learns this often, seconds: it changes slowly, and learning is costly. */
const LEARNING_INTERVAL = 0.09;
/** Age of the picture that change is measured against, and that the flow is, milliseconds. */
const BASE_MS = 200;
const FLOW_BASE_MS = 100;
/** Against older ones it is not measured. */
const OLDEST_BASE_MS = 600;

/**
 * What is known about the whole picture: the background, the crowd in front of it and how it moves.
 * Regions play no part in it, so that what they measure does not depend on one another.
 */
export class Scene {
  /** Movement of the crowd since an earlier picture; empty when not asked for. */
  readonly flow: Flow;
  /** Not there when pictures are grey; what it has seen is to be filled before each picture. */
  readonly colour: Colour | undefined;
  readonly #planes: Planes;
  readonly #picture: Pyramid;
  readonly #warp: Warp;
  readonly #registration: Registration;
  readonly #background: Background;
  readonly #noise = new Noise();
  readonly #rest: Rest;
  readonly #difference: Difference;
  readonly #segmentation: Segmentation;
  readonly #blobs: Blobs;
  readonly #ghosts: Ghosts;
  readonly #bodies: BodyHeight;
  readonly #speed: Speed;
  readonly #history: History;
  readonly #moving: Uint8Array;
  #alignment: Alignment = IDENTITY;
  #started = false;
  #lastMs: number | undefined;
  #unlearntSeconds = 0;
  /** For how long this scene has been watched, seconds. */
  #age = 0;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
    hasColour: boolean,
  ) {
    const size = width * height;
    this.#planes = planes;
    this.flow = new Flow(planes, width, height);
    this.#picture = new Pyramid(planes, width, height);
    this.#warp = new Warp(planes, width, height);
    this.#registration = new Registration(planes, width, height);
    this.#background = new Background(planes, size);
    this.#rest = new Rest(planes, width, height);
    this.colour = hasColour ? new Colour(planes, width, height) : undefined;
    this.#difference = new Difference(planes, width, height);
    this.#segmentation = new Segmentation(planes, width, height);
    this.#blobs = new Blobs(planes, width, height);
    this.#ghosts = new Ghosts(this.#blobs);
    this.#bodies = new BodyHeight(height);
    this.#speed = new Speed(planes, width, height);
    this.#history = new History(planes, width, height);
    this.#moving = planes.uint8(size);
  }

  /**
   * Takes in the next picture.
   * @param seen Grey levels, `width` x `height`.
   * @param withFlow Whether the flow is asked for.
   * @returns Seconds since the last picture, at most {@link LONGEST_GAP}.
   */
  observe(seen: Float32Array, timestampMs: number, withFlow: boolean): number {
    const seconds = this.#secondsSince(timestampMs);
    this.#age += seconds;
    this.#align(seen);
    const before = this.#history.find(timestampMs, BASE_MS, OLDEST_BASE_MS);
    if (before) this.#watchChange(before, seconds);
    this.#findPeople(seen);
    this.#learn(seconds);
    this.#measureMovement(before, timestampMs, withFlow);
    this.#history.add(this.#picture, timestampMs);
    return seconds;
  }

  /**
   * Writes the verdict per pixel, as in a CrowdMask, where the camera shows it: brought back from the
   * background's place. What moves is 1 in both masks, so their sum is the verdict.
   */
  paint(output: Uint8Array): void {
    const { kernels, at } = this.#planes;
    kernels.addShifted(
      at(this.#segmentation.mask),
      at(this.#moving),
      at(output),
      this.width,
      this.height,
      Math.round(this.#alignment.shiftX),
      Math.round(this.#alignment.shiftY),
    );
  }

  /** Whether the scene has been watched for long enough to say what happens in it. */
  get isSettled(): boolean {
    return this.#age > SETTLING;
  }

  get stages(): DetectorStages {
    return {
      width: this.width,
      height: this.height,
      picture: this.#picture.base,
      background: this.#background.value,
      difference: this.#difference.smooth,
      people: this.#segmentation.mask,
      moving: this.#moving,
    };
  }

  /** Takes over everything that another scene of the same size has learnt. */
  copyFrom(other: Scene): void {
    this.#background.copyFrom(other.#background);
    this.#noise.sigma = other.#noise.sigma;
    if (other.colour) this.colour?.copyFrom(other.colour);
    this.#rest.copyFrom(other.#rest);
    this.#segmentation.mask.set(other.#segmentation.mask);
    this.#bodies.copyFrom(other.#bodies);
    this.#speed.copyFrom(other.#speed);
    this.#history.copyFrom(other.#history);
    this.#alignment = other.#alignment;
    this.#started = other.#started;
    this.#lastMs = other.#lastMs;
    this.#unlearntSeconds = other.#unlearntSeconds;
    this.#age = other.#age;
  }

  #secondsSince(timestampMs: number): number {
    const elapsed = (timestampMs - (this.#lastMs ?? timestampMs)) / 1000;
    // A clock that jumps back makes the ages of the pictures kept meaningless.
    if (elapsed < 0) this.#history.clear();
    this.#lastMs = timestampMs;
    return Math.max(0, Math.min(LONGEST_GAP, elapsed));
  }

  /** Registers the picture with the background; one of another scene becomes the new background. */
  #align(seen: Float32Array): void {
    const { mask } = this.#segmentation;
    if (!this.#started) this.#start(seen);
    else {
      const { value } = this.#background;
      this.#alignment = this.#registration.fit(seen, value, mask, this.#alignment);
      if (this.#alignment.inliers < ANOTHER_SCENE) this.#start(seen);
    }
    this.#warp.run(seen, this.#picture.base, this.#alignment);
    this.#picture.build();
  }

  #start(seen: Float32Array): void {
    this.#started = true;
    this.#age = 0;
    this.#alignment = IDENTITY;
    this.#background.reset(seen);
    this.#rest.reset();
    this.colour?.restart();
    this.#history.clear();
    this.#segmentation.mask.fill(0);
  }

  #findPeople(seen: Float32Array): void {
    const picture = this.#picture.base;
    const { mask } = this.#segmentation;
    this.#difference.run(picture, seen, this.#background.value);
    const half = this.#picture.levels[1]!.data;
    this.colour?.compare(half, this.#background.value, this.#alignment);
    this.#segmentation.run(picture, this.#background, this.#difference, this.colour, this.#rest);
    this.#blobs.find(mask);
  }

  #watchChange(before: PastPicture, seconds: number): void {
    const now = this.#picture.base;
    const then = before.picture.base;
    const { mask } = this.#segmentation;
    this.#noise.update(now, then, mask, seconds);
    this.#rest.update(now, then, this.#background, this.#noise.sigma, seconds);
  }

  #learn(seconds: number): void {
    this.#bodies.learn(this.#blobs, seconds);
    this.#unlearntSeconds += seconds;
    if (this.#unlearntSeconds < LEARNING_INTERVAL) return;
    const { mask } = this.#segmentation;
    const { smooth } = this.#difference;
    const picture = this.#picture.base;
    this.#ghosts.remove(this.#blobs, mask, picture, this.#background, this.colour);
    this.#background.update(picture, smooth, mask, this.#unlearntSeconds);
    this.colour?.learn(mask, this.#unlearntSeconds);
    this.#unlearntSeconds = 0;
  }

  #measureMovement(before: PastPicture | undefined, timestampMs: number, withFlow: boolean): void {
    const picture = this.#picture;
    const { mask } = this.#segmentation;
    if (before) {
      const age = (timestampMs - before.timestampMs) / 1000;
      this.#speed.run(picture, before.picture, this.#blobs, this.#bodies, this.#noise.sigma, age);
    }
    this.#speed.paint(mask, this.#moving);
    if (withFlow) this.#followMoving(timestampMs);
    else this.flow.clear();
  }

  #followMoving(timestampMs: number): void {
    const before = this.#history.find(timestampMs, FLOW_BASE_MS, OLDEST_BASE_MS);
    if (!before) return this.flow.clear();
    const age = (timestampMs - before.timestampMs) / 1000;
    this.flow.run(this.#picture, before.picture, this.#moving, age);
  }
}
