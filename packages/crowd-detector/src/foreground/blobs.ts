import type { Planes } from '../kernels/planes.js';
import { Components } from './components.js';

/** The connected pieces of the foreground and their bounding boxes. */
export class Blobs {
  readonly components: Components;
  readonly area: Int32Array;
  readonly left: Int32Array;
  readonly top: Int32Array;
  /** One past the last column and row. */
  readonly right: Int32Array;
  readonly bottom: Int32Array;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.components = new Components(planes, width, height);
    const most = this.components.capacity;
    this.area = planes.int32(most);
    this.left = planes.int32(most);
    this.top = planes.int32(most);
    this.right = planes.int32(most);
    this.bottom = planes.int32(most);
  }

  get count(): number {
    return this.components.count;
  }

  find(mask: Uint8Array): void {
    const c = this.components;
    c.findSet(mask);
    const { area, left, top, right, bottom } = this;
    area.fill(0, 0, c.count);
    left.fill(this.width, 0, c.count);
    top.fill(this.height, 0, c.count);
    right.fill(0, 0, c.count);
    bottom.fill(0, 0, c.count);
    const { runs } = c;
    for (let run = 0; run < runs.count; run++) {
      const id = runs.owner[run]!;
      const from = runs.from[run]!;
      const to = runs.to[run]!;
      const y = runs.y[run]!;
      area[id]! += to - from;
      if (from < left[id]!) left[id] = from;
      if (to > right[id]!) right[id] = to;
      if (y < top[id]!) top[id] = y;
      bottom[id] = y + 1;
    }
  }

  /** Whether a blob reaches the border of the picture, and may go on beyond. */
  isCut(id: number): boolean {
    return (
      this.left[id]! <= 1 ||
      this.top[id]! <= 1 ||
      this.right[id]! >= this.width - 1 ||
      this.bottom[id]! >= this.height - 1
    );
  }
}
