import type { CrowdMask, RegionOfInterest } from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../../overlayMode.js';
import type { Planes } from '../codec/Picture.js';
import { Blur } from './Blur.js';
import { BLUE, GREY, RED } from './colours.js';
import { CrowdPaint } from './CrowdPaint.js';
import { MaskRuns } from './MaskRuns.js';
import { regionArea } from './regionArea.js';
import { RegionBorder } from './RegionBorder.js';

/** Enough to see the colour, little enough to recognise people. */
const VERDICT = { slow: RED, fast: BLUE, opacity: 0.45 };
const SILHOUETTE = { slow: RED, fast: BLUE, opacity: 1 };
const UNCOUNTED_SILHOUETTE = { slow: GREY, fast: GREY, opacity: 1 };

/** Draws the detector's verdict and the regions on pictures, as its mode says. */
export class CrowdOverlay {
  readonly #regions: readonly RegionOfInterest[];
  #layout: Layout | undefined;

  constructor(
    regions: readonly RegionOfInterest[],
    readonly mode: OverlayMode,
  ) {
    this.#regions = regions;
  }

  /** @param planes A picture that is this caller's to write on. */
  draw(planes: Planes, mask: CrowdMask): void {
    if (this.mode === 'NONE') return;
    if (this.#layout?.fits(planes, mask) !== true) {
      this.#layout = new Layout(this.#regions, this.mode, planes, mask);
    }
    this.#layout.draw(planes, mask);
  }
}

/** What depends on the sizes of picture and mask only. */
class Layout {
  readonly #picture: Size;
  readonly #blur: Blur | undefined;
  readonly #runs: MaskRuns;
  readonly #paints: readonly CrowdPaint[];
  readonly #border: RegionBorder;

  constructor(
    regions: readonly RegionOfInterest[],
    mode: Exclude<OverlayMode, 'NONE'>,
    { width, height }: Size,
    mask: Size,
  ) {
    this.#picture = { width, height };
    this.#runs = new MaskRuns(mask.width, mask.height);
    const polygons = regions.map((region) => region.points);
    this.#border = new RegionBorder(polygons, width, height);
    this.#blur = mode === 'PRIVACY' ? new Blur(width, height) : undefined;
    this.#paints = this.#createPaints(mode, regionArea(polygons, width, height), mask);
  }

  fits(picture: Size, mask: Size): boolean {
    return equal(this.#picture, picture) && equal(this.#runs, mask);
  }

  draw(planes: Planes, mask: CrowdMask): void {
    this.#blur?.draw(planes);
    if (this.#paints.length > 0) this.#runs.read(mask);
    for (const paint of this.#paints) paint.draw(this.#runs, planes);
    this.#border.draw(planes);
  }

  #createPaints(mode: OverlayMode, inside: Uint8Array, mask: Size): CrowdPaint[] {
    const picture = this.#picture;
    if (mode === 'FULL') return [new CrowdPaint(inside, picture, mask, VERDICT)];
    if (mode !== 'PRIVACY') return [];
    const outside = inside.map((value) => 1 - value);
    return [
      new CrowdPaint(inside, picture, mask, SILHOUETTE),
      new CrowdPaint(outside, picture, mask, UNCOUNTED_SILHOUETTE),
    ];
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function equal(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
