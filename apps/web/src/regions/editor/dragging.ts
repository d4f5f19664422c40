import type { RelativePoint } from '../../api/operations/regions.js';
import { forgetAttempt, select, type Draft } from '../draft/draft.js';
import { deletePoint, insertPoint, moveEdge, movePoint, moveRegion } from '../draft/shape.js';
import { edges, type Size } from '../geometry.js';
import type { RegionEditing } from '../regionEditing.svelte.js';
import { snapShift } from '../snapping.js';

/** What can be dragged: `index` is that of a point, or of the point where an edge starts. */
export type Target =
  | { readonly kind: 'region'; readonly id: string }
  | { readonly kind: 'point' | 'edge' | 'midpoint'; readonly id: string; readonly index: number };

interface Drag {
  readonly target: Target;
  /** The draft as it was: each move starts again from it. */
  readonly before: Draft;
  readonly from: RelativePoint;
  /** Makes all moves of this drag one step for undo. */
  readonly step: string;
}

const LONG_PRESS_MS = 600;
/** A finger that rests trembles by a few pixels. */
const TREMBLE = 6;

/** Drags points, edges and regions with mouse, pen or finger; a finger that rests on a point deletes it. */
export class Dragging {
  readonly #editing: RegionEditing;
  readonly #picture: () => Size;
  #drag: Drag | undefined;
  #number = 0;
  #longPress: ReturnType<typeof setTimeout> | undefined;

  /** @param picture - its size in CSS pixels. */
  constructor(editing: RegionEditing, picture: () => Size) {
    this.#editing = editing;
    this.#picture = picture;
  }

  start(target: Target, from: RelativePoint, touch: boolean): void {
    const editing = this.#editing;
    const step = `drag ${++this.#number}`;
    editing.apply(select, target.id);
    if (target.kind === 'midpoint') {
      editing.apply(insertPoint, target.id, target.index, step);
      this.#drag = {
        target: { kind: 'point', id: target.id, index: target.index + 1 },
        before: editing.draft,
        from,
        step,
      };
      return;
    }
    this.#drag = { target, before: editing.draft, from, step };
    if (touch && target.kind === 'point') {
      this.#longPress = setTimeout(() => this.#delete(target.id, target.index), LONG_PRESS_MS);
    }
  }

  /** @param free - without being drawn to points and borders that are near. */
  move(to: RelativePoint, free: boolean): void {
    if (!this.#drag || (this.#longPress !== undefined && this.#trembles(to))) return;
    this.#endLongPress();
    const drag = this.#drag;
    const by = { x: to.x - drag.from.x, y: to.y - drag.from.y };
    const shift = free ? { x: 0, y: 0 } : this.#snap(drag, by);
    const way = { x: by.x + shift.x, y: by.y + shift.y };
    this.#editing.apply(() => moved(drag, way));
  }

  end(): void {
    this.#endLongPress();
    this.#drag = undefined;
    this.#editing.apply(forgetAttempt);
  }

  #snap({ target, before }: Drag, by: RelativePoint): RelativePoint {
    const own = before.regions.find(({ id }) => id === target.id)?.points ?? [];
    const others = before.regions.filter(({ id }) => id !== target.id).map(({ points }) => points);
    const dragged = draggedPoints(target, own).map(({ x, y }) => ({ x: x + by.x, y: y + by.y }));
    return snapShift(dragged, others, this.#picture());
  }

  #trembles(to: RelativePoint): boolean {
    const { width, height } = this.#picture();
    const { x, y } = this.#drag?.from ?? to;
    return Math.hypot((to.x - x) * width, (to.y - y) * height) < TREMBLE;
  }

  #delete(id: string, index: number): void {
    this.end();
    this.#editing.apply(deletePoint, id, index);
  }

  #endLongPress(): void {
    clearTimeout(this.#longPress);
    this.#longPress = undefined;
  }
}

function draggedPoints(target: Target, points: readonly RelativePoint[]): readonly RelativePoint[] {
  if (target.kind === 'region') return points;
  if (target.kind === 'edge') return edges(points)[target.index] ?? [];
  return points.slice(target.index, target.index + 1);
}

function moved({ target, before, step }: Drag, by: RelativePoint): Draft {
  if (by.x === 0 && by.y === 0) return before;
  if (target.kind === 'region') return moveRegion(before, target.id, by, step);
  if (target.kind === 'edge') return moveEdge(before, target.id, target.index, by, step);
  const points = before.regions.find(({ id }) => id === target.id)?.points ?? [];
  const { x, y } = points[target.index] ?? { x: 0, y: 0 };
  return movePoint(before, target.id, target.index, { x: x + by.x, y: y + by.y }, step);
}
