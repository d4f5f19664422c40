import type { Blobs } from '../foreground/blobs.js';

/** What a person alone looks like: height against width, and area against the bounding box. */
const SLIMMEST = 4.5;
const WIDEST = 1.7;
/** A blob this much higher than wide is measured by its own height. */
const SLIM = 1.4;
const EMPTIEST = 0.35;
/** Seconds for which a person seen is remembered. */
const MEMORY = 60;
/** Seconds of people seen before they are believed. */
const ENOUGH = 2;
/** Before that: no body is taken to be higher than this share of the picture. */
const HIGHEST = 0.4;
/** Prior against a slope that few people or one distance do not show, squared pixels times seconds. */
const FLATNESS = 400;

/**
 * Learns how high people are in the picture, depending on how far down their feet are: the camera's
 * perspective makes it a straight line. It is fitted to blobs that look like one person alone.
 */
export class BodyHeight {
  #weight = 0;
  #foot = 0;
  #height = 0;
  #footFoot = 0;
  #footHeight = 0;
  #mean = 0;
  #slope = 0;

  constructor(readonly pictureHeight: number) {}

  /** @param seconds Time since the last picture. */
  learn(blobs: Blobs, seconds: number): void {
    const keep = Math.exp(-seconds / MEMORY);
    this.#weight *= keep;
    this.#foot *= keep;
    this.#height *= keep;
    this.#footFoot *= keep;
    this.#footHeight *= keep;
    for (let id = 0; id < blobs.count; id++)
      if (isOnePerson(blobs, id)) this.#add(blobs, id, seconds);
    if (this.#weight === 0) return;
    const foot = this.#foot / this.#weight;
    const variance = this.#footFoot - foot * this.#foot;
    this.#mean = this.#height / this.#weight;
    this.#slope = (this.#footHeight - foot * this.#height) / (variance + FLATNESS);
  }

  /**
   * Height in pixels of the bodies that a blob consists of around a row: its own when it is slim like
   * one person, otherwise what has been learnt.
   */
  of(blobs: Blobs, id: number, row: number): number {
    const height = blobs.bottom[id]! - blobs.top[id]!;
    const width = blobs.right[id]! - blobs.left[id]!;
    const expected = this.#expectedAt(row);
    if (height > SLIM * width) return Math.max(height, 0.5 * expected);
    return Math.min(expected, Math.max(height, 0.5 * expected));
  }

  /** Expected height in pixels of a body whose middle is at a row. */
  #expectedAt(row: number): number {
    const most = HIGHEST * this.pictureHeight;
    if (this.#weight < ENOUGH) return most;
    const slope = Math.max(0, Math.min(1, this.#slope));
    const foot = this.#foot / this.#weight;
    const height = (this.#mean + slope * (row - foot)) / (1 - slope / 2);
    return Math.max(0.4 * this.#mean, Math.min(2.5 * this.#mean, height));
  }

  #add(blobs: Blobs, id: number, seconds: number): void {
    const foot = blobs.bottom[id]!;
    const height = foot - blobs.top[id]!;
    this.#weight += seconds;
    this.#foot += seconds * foot;
    this.#height += seconds * height;
    this.#footFoot += seconds * foot * foot;
    this.#footHeight += seconds * foot * height;
  }

  copyFrom(other: BodyHeight): void {
    this.#weight = other.#weight;
    this.#foot = other.#foot;
    this.#height = other.#height;
    this.#footFoot = other.#footFoot;
    this.#footHeight = other.#footHeight;
    this.#mean = other.#mean;
    this.#slope = other.#slope;
  }
}

function isOnePerson(blobs: Blobs, id: number): boolean {
  const width = blobs.right[id]! - blobs.left[id]!;
  const height = blobs.bottom[id]! - blobs.top[id]!;
  return (
    !blobs.isCut(id) &&
    height >= 12 &&
    height > WIDEST * width &&
    height < SLIMMEST * width &&
    blobs.area[id]! > EMPTIEST * width * height
  );
}
