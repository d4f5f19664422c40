import type { Background } from '../background/background.js';
import type { Blobs } from './blobs.js';
import type { Colour } from './colour.js';

/** Seconds for which nearly all of a blob must have been perfectly still. */
const STILL = 1;
const STILL_SHARE = 0.8;
/** How much stronger the blob's outline must be in the background than in the picture. */
const OUTLINE = 2.2;
/** What shows no outline of its own for this many seconds is a change of the scene, not a person. */
const STILL_LONG = 20;
const NO_OUTLINE = 1.1;
/** Grey levels per pixel below which an outline is none. */
const FAINT = 3;

/**
 * Recognises what somebody left behind who was part of the background: a blob that is perfectly still
 * and whose outline is to be seen in the background, not in the picture.
 */
export class Ghosts {
  readonly #still: Int32Array;
  readonly #stillLong: Int32Array;
  readonly #pictureEdge: Float32Array;
  readonly #backgroundEdge: Float32Array;
  readonly #border: Int32Array;

  constructor(blobs: Blobs) {
    const most = blobs.components.capacity;
    this.#still = new Int32Array(most);
    this.#stillLong = new Int32Array(most);
    this.#pictureEdge = new Float32Array(most);
    this.#backgroundEdge = new Float32Array(most);
    this.#border = new Int32Array(most);
  }

  /** Makes ghosts background, and takes them out of the mask. */
  remove(
    blobs: Blobs,
    mask: Uint8Array,
    picture: Float32Array,
    background: Background,
    colour: Colour | undefined,
  ): void {
    const { components } = blobs;
    const { width } = blobs;
    this.#measure(blobs, mask, picture, background);
    const { runs } = components;
    for (let run = 0; run < runs.count; run++) {
      if (!this.#isGhost(runs.owner[run]!, blobs)) continue;
      const row = runs.y[run]! * width;
      for (let i = row + runs.from[run]!; i < row + runs.to[run]!; i++) {
        if (background.stillFor(i) > 0) background.accept(i);
        colour?.accept(i - row, runs.y[run]!);
        mask[i] = 0;
      }
    }
  }

  #isGhost(id: number, blobs: Blobs): boolean {
    if (this.#still[id]! < STILL_SHARE * blobs.area[id]!) return false;
    const inPicture = this.#pictureEdge[id]! + FAINT * this.#border[id]!;
    const inBackground = this.#backgroundEdge[id]! + FAINT * this.#border[id]!;
    if (inBackground > OUTLINE * inPicture) return true;
    return (
      this.#stillLong[id]! > STILL_SHARE * blobs.area[id]! && inPicture < NO_OUTLINE * inBackground
    );
  }

  #measure(blobs: Blobs, mask: Uint8Array, picture: Float32Array, background: Background): void {
    const { components, width, height } = blobs;
    const { count, runs } = components;
    this.#still.fill(0, 0, count);
    this.#stillLong.fill(0, 0, count);
    this.#border.fill(0, 0, count);
    this.#pictureEdge.fill(0, 0, count);
    this.#backgroundEdge.fill(0, 0, count);
    for (let run = 0; run < runs.count; run++) {
      const y = runs.y[run]!;
      if (y < 2 || y >= height - 2) continue;
      const id = runs.owner[run]!;
      const from = y * width + Math.max(2, runs.from[run]!);
      const to = y * width + Math.min(width - 2, runs.to[run]!);
      for (let i = from; i < to; i++) {
        const still = background.stillFor(i);
        if (still > STILL) this.#still[id]!++;
        if (still > STILL_LONG) this.#stillLong[id]!++;
        const inside =
          mask[i - 1] !== 0 && mask[i + 1] !== 0 && mask[i - width] !== 0 && mask[i + width] !== 0;
        if (inside) continue;
        this.#border[id]!++;
        this.#pictureEdge[id]! += edge(picture, i, width);
        this.#backgroundEdge[id]! += edge(background.value, i, width);
      }
    }
  }
}

/** How steep a picture is around a pixel, grey levels over four pixels. */
function edge(picture: Float32Array, i: number, width: number): number {
  return (
    Math.abs(picture[i + 2]! - picture[i - 2]!) +
    Math.abs(picture[i + 2 * width]! - picture[i - 2 * width]!)
  );
}
