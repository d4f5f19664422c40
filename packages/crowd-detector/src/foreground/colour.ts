import { Background } from '../background/background.js';
import { Cast } from '../background/cast.js';
import type { Alignment } from '../background/registration.js';
import type { Planes } from '../kernels/planes.js';
import { Warp } from '../picture/warp.js';

/** Light dims or brightens chroma by no more than this, whatever it does to luma. */
const DARKEST = 0.4;
const BRIGHTEST = 1.5;
/** Grey level below which shares of brightness mean nothing. */
const BLACK = 8;
/** A colour is another one from this chroma on, ... */
const LEAST_DIFFERENCE = 6;
/** ... from so many times the noise of the plane, ... */
const NOISE_FACTOR = 4.5;
/** ... or from this many times the deviation that the pixel has by itself, and surely is from twice of it. */
const DEVIATIONS = 5;
const SURELY = 2;
/** A colour smears over its surroundings; where it ends it still has this share of its strength. */
const EDGE = 0.7;
/** A shadow under the open sky leaves the ground's colour as it is, but for this much chroma, ... */
const UNCHANGED = 1.5;
/** ... or this many times the noise of the plane. */
const UNCHANGED_NOISE = 2.5;
/** So many times what may change must a colour have, or dark grey cloth would show it, too. */
const VIVID = 5;
/** From this level on a channel of a camera may have clipped, which changes the colour. */
const CLIPPED = 250;

/** U or V. */
interface Component {
  readonly seen: Float32Array;
  readonly picture: Float32Array;
  readonly background: Float32Array;
  readonly cast: Cast;
}

/**
 * What the colours of a picture add to its luma: clothes as bright as the ground behind them, and what
 * looks like a change of light but has another colour. At half the size of the picture, as chroma
 * comes in I420.
 */
export class Colour {
  /** U and V as they came. */
  readonly seen: readonly [Float32Array, Float32Array];
  readonly #planes: Planes;
  /** Length of a plane of chroma: those of the following that stand for both begin with U. */
  readonly #length: number;
  /** In the background's light and place; 0 is no colour. */
  readonly #picture: Float32Array;
  readonly #background: Background;
  readonly #warp: Warp;
  readonly #components: readonly [Component, Component];
  /** The background's grey levels. */
  readonly #luma: Float32Array;
  /** Chroma that light does not explain, ... */
  readonly #residual: Float32Array;
  /** ... and its square against what counts. */
  readonly #strength: Float32Array;
  /** As in a mask of candidates. */
  readonly #levels: Uint8Array;
  /** Where somebody is. */
  readonly #people: Uint8Array;
  #started = false;

  /** @param width Of the whole picture, like `height`. */
  constructor(
    planes: Planes,
    readonly fullWidth: number,
    readonly fullHeight: number,
    readonly width = Math.max(1, fullWidth >> 1),
    readonly height = Math.max(1, fullHeight >> 1),
  ) {
    this.#planes = planes;
    // Kernels work on four pixels at a time: those of U must not reach into V.
    const length = 4 * Math.ceil((width * height) / 4);
    this.#length = length;
    this.seen = [planes.float32(length), planes.float32(length)];
    this.#picture = planes.float32(2 * length);
    this.#background = new Background(planes, 2 * length);
    const component = (i: 0 | 1): Component => ({
      seen: this.seen[i],
      picture: this.#picture.subarray(i * length, (i + 1) * length),
      background: this.#background.value.subarray(i * length, (i + 1) * length),
      cast: new Cast(),
    });
    this.#components = [component(0), component(1)];
    this.#warp = new Warp(planes, width, height);
    this.#luma = planes.float32(this.#length);
    this.#residual = planes.float32(2 * this.#length);
    this.#strength = planes.float32(this.#length);
    this.#levels = planes.uint8(this.#length);
    this.#people = planes.uint8(2 * this.#length);
  }

  /** The next picture is that of another scene. */
  restart(): void {
    this.#started = false;
  }

  copyFrom(other: Colour): void {
    this.#started = other.#started;
    this.#background.copyFrom(other.#background);
    this.#people.set(other.#people);
    this.#components.forEach(({ cast }, i) => cast.copyFrom(other.#components[i]!.cast));
  }

  /**
   * Compares what is seen with the background.
   * @param luma The picture in the background's light and place, at the size of the chroma planes.
   * @param backgroundLuma The background at full size.
   */
  compare(luma: Float32Array, backgroundLuma: Float32Array, alignment: Alignment): void {
    const { kernels, at } = this.#planes;
    this.#align(alignment);
    kernels.halve(at(backgroundLuma), this.fullWidth, at(this.#luma), this.width, this.height);
    kernels.compareColour(
      at(luma),
      at(this.#luma),
      at(this.#picture),
      at(this.#background.value),
      at(this.#background.deviation),
      at(this.#residual),
      at(this.#strength),
      this.#length,
      BLACK,
      DARKEST,
      BRIGHTEST,
      this.#least(0),
      this.#least(1),
      DEVIATIONS,
      (CLIPPED - alignment.offset) / alignment.gain,
      CLIPPED,
    );
  }

  /**
   * Gives at least so many points to the pixels, at full size, that still show the ground's colour:
   * if they are darker, that is a shadow, however sharp its border.
   */
  vouchForGround(points: Uint8Array, value: number): void {
    const { kernels, at } = this.#planes;
    const [u, v] = this.#components;
    const tolerance = Math.max(UNCHANGED, UNCHANGED_NOISE * Math.max(u.cast.noise, v.cast.noise));
    kernels.findUnchanged(
      at(this.#picture),
      at(this.#background.value),
      at(this.#levels),
      this.#length,
      VIVID * tolerance,
      tolerance,
      value,
    );
    kernels.raise2x2(at(this.#levels), at(points), this.fullWidth, this.width, this.height);
  }

  /** Raises the candidates, at full size, whose colour is not the background's. */
  addTo(candidates: Uint8Array): void {
    const { kernels, at } = this.#planes;
    const { width, height } = this;
    kernels.findColoured(
      at(this.#strength),
      at(this.#levels),
      width,
      height,
      SURELY * SURELY,
      EDGE * EDGE,
    );
    kernels.raise2x2(at(this.#levels), at(candidates), this.fullWidth, width, height);
  }

  /** @param people Not zero where somebody is, at full size. */
  learn(people: Uint8Array, seconds: number): void {
    const { kernels, at } = this.#planes;
    kernels.highest2x2(at(people), at(this.#people), this.fullWidth, this.fullHeight);
    this.#people.copyWithin(this.#length, 0, this.#length);
    this.#background.update(this.#picture, this.#residual, this.#people, seconds);
  }

  /** Makes what a pixel, at full size, shows its background. */
  accept(x: number, y: number): void {
    const u = Math.min(y >> 1, this.height - 1) * this.width + Math.min(x >> 1, this.width - 1);
    for (const i of [u, u + this.#length])
      if (this.#background.stillFor(i) > 0) this.#background.accept(i);
  }

  /** Difference from which on U (0) or V (1) counts. */
  #least(component: 0 | 1): number {
    const { noise } = this.#components[component].cast;
    return Math.max(LEAST_DIFFERENCE, NOISE_FACTOR * noise);
  }

  /** Brings what is seen to the light and the place of the background. */
  #align({ gain, shiftX, shiftY }: Alignment): void {
    for (const { seen, picture, background, cast } of this.#components) {
      if (this.#started) cast.update(seen, background, this.#people, gain);
      else cast.reset();
      const offset = cast.neutral;
      this.#warp.run(seen, picture, { gain, offset, shiftX: shiftX / 2, shiftY: shiftY / 2 });
    }
    if (this.#started) return;
    this.#started = true;
    this.#people.fill(0);
    this.#background.reset(this.#picture);
  }
}
