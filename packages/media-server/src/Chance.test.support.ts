/** A seeded source of chance: what a fuzz test found once it finds again. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, but not including, `limit` (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** A few bytes changed, cut off, doubled or put in. */
  damageBytes(bytes: Buffer): Buffer {
    let damaged = Buffer.from(bytes);
    for (let strokes = 1 + this.below(4); strokes > 0; strokes -= 1) {
      const at = this.below(damaged.length + 1);
      const until = at + this.below(9);
      damaged = Buffer.concat(
        this.pick([
          [damaged.subarray(0, at)],
          [damaged.subarray(0, until), damaged.subarray(at)],
          [damaged.subarray(0, at), Buffer.from([this.below(256)]), damaged.subarray(at + 1)],
          [damaged.subarray(0, at), Buffer.from([this.below(256)]), damaged.subarray(at)],
          [damaged.subarray(0, at), damaged.subarray(until)],
        ]),
      );
    }
    return damaged;
  }

  /** As {@link damageBytes}, and whole lines are left out, doubled or moved. */
  damageText(text: string): string {
    const lines = text.split('\n');
    for (let strokes = this.below(4); strokes > 0; strokes -= 1) {
      const [line] = lines.splice(this.below(lines.length), this.below(2));
      lines.splice(this.below(lines.length + 1), 0, line ?? this.pick(lines));
    }
    const whole = Buffer.from(lines.join('\n'));
    return (this.below(2) === 0 ? whole : this.damageBytes(whole)).toString();
  }
}
