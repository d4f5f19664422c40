const SLICE_MS = 100;
const SLICES_PER_SECOND = 1000 / SLICE_MS;

/** Bits per second over the last seconds, in slices of 100 ms. */
export class BitrateMeter {
  readonly #bytes: Float64Array;
  #slice = 0;
  #firstSlice: number | undefined;

  /** @param seconds Averaged over so many, once there were so many. */
  constructor(seconds = 1) {
    this.#bytes = new Float64Array(seconds * SLICES_PER_SECOND);
  }

  add(bytes: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#firstSlice ??= this.#slice;
    this.#bytes[this.#slice % this.#bytes.length]! += bytes;
  }

  bitsPerSecond(nowMs: number): number {
    this.#advance(nowMs);
    const slices = this.#slice - (this.#firstSlice ?? this.#slice) + 1;
    const averaged = Math.min(this.#bytes.length, Math.max(SLICES_PER_SECOND, slices));
    const bits = this.#bytes.reduce((sum, bytes) => sum + bytes, 0) * 8;
    return (bits * SLICES_PER_SECOND) / averaged;
  }

  #advance(nowMs: number): void {
    const now = Math.floor(nowMs / SLICE_MS);
    const stale = Math.min(this.#bytes.length, now - this.#slice);
    for (let i = 0; i < stale; i++) this.#bytes[(now - i) % this.#bytes.length] = 0;
    this.#slice = Math.max(this.#slice, now);
  }
}
