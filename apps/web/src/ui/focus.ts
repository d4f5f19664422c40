import { tick } from 'svelte';

/**
 * Waits for what a pressed control does. Where that took the focus from the page (the control was disabled
 * meanwhile, or is gone), it comes back to the control, or else goes to `instead`.
 */
export async function keepFocus<Result>(
  action: Promise<Result>,
  instead: () => HTMLElement | null | undefined,
): Promise<Result> {
  const pressed = document.activeElement;
  try {
    return await action;
  } finally {
    await tick();
    if (pressed instanceof HTMLElement) focusIfLost(pressed);
    focusIfLost(instead());
  }
}

/** Focuses the element, without scrolling to it, unless another one has the focus. */
export function focusIfLost(element: HTMLElement | null | undefined): void {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) {
    element?.focus({ preventScroll: true });
  }
}

/** Before a part of the page goes by itself: if the focus goes with it, the page's main part gets it. */
export async function rescueFocus(): Promise<void> {
  if (document.activeElement === document.body) return;
  await tick();
  focusIfLost(document.querySelector('main'));
}
