import type uPlot from 'uplot';

/** The chart ignores moves of no length, and not every browser tells the length of a finger's. */
const MOVED = { movementX: 1, movementY: 1 };

/** uPlot knows the mouse alone: with this a finger drags over a chart to zoom, too, and up or down still scrolls. */
export function zoomByTouch({ over }: Pick<uPlot, 'over'>): void {
  over.style.touchAction = 'pan-y';
  let start: PointerEvent | undefined;

  function mouse(type: string, { clientX, clientY }: PointerEvent): void {
    const place = { clientX, clientY, ...MOVED };
    over.dispatchEvent(new MouseEvent(type, { ...place, button: 0, bubbles: true }));
  }

  over.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    start = event;
    mouse('mousedown', event);
  });
  over.addEventListener('pointermove', (event) => {
    if (start?.pointerId === event.pointerId) mouse('mousemove', event);
  });
  over.addEventListener('pointerup', (event) => {
    if (start?.pointerId !== event.pointerId) return;
    start = undefined;
    mouse('mouseup', event);
  });
  // It scrolls after all: back to where it began, so that nothing is chosen.
  over.addEventListener('pointercancel', (event) => {
    if (start?.pointerId !== event.pointerId) return;
    mouse('mousemove', start);
    mouse('mouseup', start);
    start = undefined;
  });
}
