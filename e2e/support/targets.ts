import type { Locator } from 'playwright-core';

/**
 * What can be pressed inside `part` and has less than the 44 pixels that a finger needs (WCAG 2.5.5), measured
 * where presses arrive, since many a target is larger than it looks.
 *
 * Left out: what is drawn to the viewer's wish (shapes on the picture), what is dragged and has a field beside it
 * (sliders), what has another control beside it (hidden from screen readers), links inside a sentence.
 */
export function smallTargets(part: Locator): Promise<string[]> {
  return part.evaluate((root) => {
    const PRESSABLE = 'button, a[href], input:not([type="range"]), select, textarea, summary';
    /** Not 44: places are fractions of a pixel. */
    const ENOUGH = 43;
    const within = document.querySelector('dialog[open]') ?? root;
    const pressable = [...within.querySelectorAll<HTMLElement>(PRESSABLE)].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('[aria-hidden="true"]') &&
        !element.matches(':disabled, p:not(:has(> a:only-child)) > a'),
    );
    return pressable
      .map((element) => element.closest('label') ?? element)
      .map((target) => ({ target, size: sizeOf(target) }))
      .filter(({ size: { width, height } }) => width < ENOUGH || height < ENOUGH)
      .map(({ target, size: { width, height } }) => `${width} x ${height}: ${target.outerHTML}`);

    function sizeOf(target: HTMLElement): { width: number; height: number } {
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { left, top, width, height } = target.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const reach = (right: number, down: number): number => {
        let pixels = 0;
        const next = () =>
          document.elementFromPoint(x + right * (pixels + 1), y + down * (pixels + 1));
        while (pixels < ENOUGH && target.contains(next())) pixels++;
        return pixels;
      };
      return {
        width: reach(-1, 0) + 1 + reach(1, 0),
        height: reach(0, -1) + 1 + reach(0, 1),
      };
    }
  });
}
