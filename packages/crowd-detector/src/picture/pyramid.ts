/** One level of a pyramid. */
export interface Level {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A picture and smaller copies of it, each half as wide and high as the one before (rounded down). */
export class Pyramid {
  readonly levels: readonly Level[];

  constructor(width: number, height: number, levels = 3) {
    this.levels = Array.from({ length: levels }, (_, i) => {
      const [w, h] = [Math.max(1, width >> i), Math.max(1, height >> i)];
      return { data: new Float32Array(w * h), width: w, height: h };
    });
  }

  /** Level 0: the picture itself. */
  get base(): Float32Array {
    return this.levels[0]!.data;
  }

  /** Fills the smaller levels from level 0. */
  build(): void {
    for (let i = 1; i < this.levels.length; i++) halve(this.levels[i - 1]!, this.levels[i]!);
  }

  copyFrom(other: Pyramid): void {
    this.levels.forEach((level, i) => level.data.set(other.levels[i]!.data));
  }
}

function halve(from: Level, to: Level): void {
  const { data, width } = from;
  const right = width > 1 ? 1 : 0;
  const below = from.height > 1 ? width : 0;
  for (let y = 0, o = 0; y < to.height; y++) {
    let i = y * 2 * width;
    for (let x = 0; x < to.width; x++, i += 2)
      to.data[o++] =
        0.25 * (data[i]! + data[i + right]! + data[i + below]! + data[i + below + right]!);
  }
}
