const SLICE_MS = 100;
const SLICES = 10;

/** Bits per second over the last second, in slices of 100 ms. */
export class BitrateMeter {
  readonly #bytes = new Float64Array(SLICES);
  #slice = 0;

  add(bytes: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#bytes[this.#slice % SLICES]! += bytes;
  }

  bitsPerSecond(nowMs: number): number {
    this.#advance(nowMs);
    return this.#bytes.reduce((sum, bytes) => sum + bytes, 0) * 8;
  }

  #advance(nowMs: number): void {
    const now = Math.floor(nowMs / SLICE_MS);
    const stale = Math.min(SLICES, now - this.#slice);
    for (let i = 0; i < stale; i++) this.#bytes[(now - i) % SLICES] = 0;
    this.#slice = Math.max(this.#slice, now);
  }
}
