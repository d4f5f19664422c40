const STORAGE_KEY = 'crowdlens.overlay';

/** What the page can draw over the picture. */
export type OverlayPart = 'regions' | 'labels' | 'values' | 'heat';
type Shown = Readonly<Record<OverlayPart, boolean>>;

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
