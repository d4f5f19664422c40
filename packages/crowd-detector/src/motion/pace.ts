import { Components } from '../foreground/components.js';

/** Marks the foreground that moves at least this fast, body heights per second. */
const FAST = 0.15;

/** Tells fast crowd from slow. */
export class Pace {
  readonly fast: Uint8Array;
  readonly #components: Components;
  readonly #top: Int32Array;
  readonly #bottom: Int32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.fast = new Uint8Array(width * height);
    this.#components = new Components(width, height);
    this.#top = new Int32Array(this.#components.capacity);
    this.#bottom = new Int32Array(this.#components.capacity);
  }

  run(foreground: Uint8Array, speed: Float32Array): void {
    const c = this.#components;
    c.find(foreground, 'set');
    this.#top.fill(this.height, 0, c.count);
    this.#bottom.fill(0, 0, c.count);
    for (let run = 0; run < c.runs; run++) {
      const id = c.runComponent[run]!;
      this.#top[id] = Math.min(this.#top[id]!, c.runY[run]!);
      this.#bottom[id] = Math.max(this.#bottom[id]!, c.runY[run]! + 1);
    }
    this.fast.fill(0);
    for (let run = 0; run < c.runs; run++) {
      const id = c.runComponent[run]!;
      const bodyHeight = Math.min(this.#bottom[id]! - this.#top[id]!, 0.5 * this.height);
      const bound = FAST * bodyHeight;
      const row = c.runY[run]! * this.width;
      for (let i = row + c.runFrom[run]!; i < row + c.runTo[run]!; i++)
        if (speed[i]! > bound) this.fast[i] = 1;
    }
  }
}
