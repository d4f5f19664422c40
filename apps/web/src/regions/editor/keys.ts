/** What the keys of the region editor mean. */
import type { RelativePoint } from '../../api/operations/regions.js';

const STEP = 0.001;
const BIG_STEP = 0.01;
const WAYS: Record<string, RelativePoint> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** How far an arrow key moves things: 0.1 % of the picture, with Shift 1 %; undefined for other keys. */
export function arrowStep({ key, shiftKey }: KeyboardEvent): RelativePoint | undefined {
  const way = WAYS[key];
  const step = shiftKey ? BIG_STEP : STEP;
  return way && { x: way.x * step, y: way.y * step };
}

export function isDelete({ key }: KeyboardEvent): boolean {
  return key === 'Delete' || key === 'Backspace';
}

export function isPress({ key }: KeyboardEvent): boolean {
  return key === 'Enter' || key === ' ';
}

/** The command of a key together with Ctrl (on a Mac ⌘), outside of text fields. */
export function commandOf(event: KeyboardEvent): 'undo' | 'redo' | 'duplicate' | undefined {
  if (!(event.ctrlKey || event.metaKey) || isText(event.target)) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  if (key === 'y') return 'redo';
  return key === 'd' ? 'duplicate' : undefined;
}

/** Text fields have their own undo. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && ['text', 'number'].includes(target.type);
}
