/**
 * The rows of pixels that a capsule covers. A capsule is the convex hull of two circles;
 * everybody and everything that stands on the plaza is made of capsules.
 */
export class Spans {
  /** First covered row, and the row after the last. */
  top = 0;
  bottom = 0;
  /** Where the shape begins and ends in each row, in pixels, not cut to the picture. */
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly #height: number;

  constructor(height: number) {
    this.#height = height;
    this.left = new Float32Array(height);
    this.right = new Float32Array(height);
  }

  /** Finds the rows whose centre lies inside the hull of the circles (x0, y0, r0) and (x1, y1, r1). */
  scan(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): void {
    this.top = Math.max(0, Math.ceil(Math.min(y0 - r0, y1 - r1) - 0.5));
    this.bottom = Math.min(this.#height, Math.ceil(Math.max(y0 + r0, y1 + r1) - 0.5));
    if (this.top >= this.bottom) return;
    for (let row = this.top; row < this.bottom; row++) {
      this.left[row] = Infinity;
      this.right[row] = -Infinity;
    }
    const dx = x1 - x0;
    const dy = y1 - y0;
    const distance = Math.sqrt(dx * dx + dy * dy);
    const inside = distance <= Math.abs(r0 - r1);
    if (!inside || r0 >= r1) this.#scanCircle(x0, y0, r0);
    if (!inside || r0 < r1) this.#scanCircle(x1, y1, r1);
    if (inside) return;
    // The two outer tangents touch each circle at its centre + radius * normal.
    const sine = (r0 - r1) / distance;
    const cosine = Math.sqrt(1 - sine * sine);
    for (let side = -1; side <= 1; side += 2) {
      const nx = (dx * sine - side * dy * cosine) / distance;
      const ny = (dy * sine + side * dx * cosine) / distance;
      this.#scanLine(x0 + nx * r0, y0 + ny * r0, x1 + nx * r1, y1 + ny * r1);
    }
  }

  /** Scales the rows found by {@link scan} to a plane of half the size: every other one, half as wide. */
  halve(): void {
    const { left, right } = this;
    this.top = (this.top + 1) >> 1;
    this.bottom = (this.bottom + 1) >> 1;
    for (let row = this.top; row < this.bottom; row++) {
      left[row] = left[2 * row]! / 2;
      right[row] = right[2 * row]! / 2;
    }
  }

  #scanCircle(x: number, y: number, radius: number): void {
    const { left, right } = this;
    const from = Math.max(this.top, Math.ceil(y - radius - 0.5));
    const to = Math.min(this.bottom, Math.ceil(y + radius - 0.5));
    for (let row = from; row < to; row++) {
      const dy = row + 0.5 - y;
      const half = Math.sqrt(Math.max(0, radius * radius - dy * dy));
      if (x - half < left[row]!) left[row] = x - half;
      if (x + half > right[row]!) right[row] = x + half;
    }
  }

  #scanLine(xa: number, ya: number, xb: number, yb: number): void {
    const { left, right } = this;
    const from = Math.max(this.top, Math.ceil(Math.min(ya, yb) - 0.5));
    const to = Math.min(this.bottom, Math.ceil(Math.max(ya, yb) - 0.5));
    if (from >= to) return;
    const slope = (xb - xa) / (yb - ya);
    for (let row = from; row < to; row++) {
      const x = xa + (row + 0.5 - ya) * slope;
      if (x < left[row]!) left[row] = x;
      if (x > right[row]!) right[row] = x;
    }
  }
}
