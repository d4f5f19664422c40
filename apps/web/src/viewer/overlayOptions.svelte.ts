const STORAGE_KEY = 'crowdlens.overlay';

/** What the page can draw over the picture. */
export const OVERLAY_PARTS = ['regions', 'labels', 'values', 'heat'] as const;
export type OverlayPart = (typeof OVERLAY_PARTS)[number];
/** Which of them are drawn. */
export type Shown = Readonly<Record<OverlayPart, boolean>>;

const DEFAULTS: Shown = { regions: true, labels: true, values: true, heat: false };

/** What this viewer likes to see over the picture; remembered. */
export class OverlayOptions {
  #shown = $state.raw<Shown>(load());

  get shown(): Shown {
    return this.#shown;
  }

  toggle(part: OverlayPart): void {
    this.#shown = { ...this.#shown, [part]: !this.#shown[part] };
    localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#shown));
  }
}

function load(): Shown {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Shown>;
    return { ...DEFAULTS, ...stored };
  } catch {
    return DEFAULTS;
  }
}
