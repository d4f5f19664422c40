import type { CrowdMask, RegionOfInterest } from '@crowdlens/crowd-detector';
import type { Planes } from '../codec/Picture.js';
import { BLUE, RED } from './colours.js';
import { chromaArea, regionArea } from './regionArea.js';
import { MaskRuns } from './MaskRuns.js';
import { RegionBorder } from './RegionBorder.js';
import { Tint } from './Tint.js';

/**
 * Draws the detector's verdict on a picture: red over slow crowd, blue over fast crowd, and a white
 * line around each region. Pixels outside the regions and their lines keep their values.
 */
export class CrowdOverlay {
  readonly #regions: readonly RegionOfInterest[];
  #layout: Layout | undefined;

  constructor(regions: readonly RegionOfInterest[]) {
    this.#regions = regions;
  }

  /** @param planes A picture that is this caller's to write on. */
  draw(planes: Planes, mask: CrowdMask): void {
    if (this.#layout?.fits(planes, mask) !== true) {
      this.#layout = new Layout(this.#regions, planes, mask);
    }
    this.#layout.draw(planes, mask);
  }
}

/** What depends on the sizes of picture and mask only. */
class Layout {
  readonly #picture: Size;
  readonly #runs: MaskRuns;
  readonly #luma: Tint;
  readonly #chroma: Tint;
  readonly #border: RegionBorder;

  constructor(regions: readonly RegionOfInterest[], picture: Size, mask: Size) {
    const { width, height } = picture;
    this.#picture = { width, height };
    this.#runs = new MaskRuns(mask.width, mask.height);
    const polygons = regions.map((region) => region.points);
    const area = regionArea(polygons, width, height);
    const areaUV = chromaArea(area, width, height);
    const sizeUV = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    this.#luma = new Tint(area, picture, mask, [{ slow: RED.y, fast: BLUE.y }]);
    this.#chroma = new Tint(areaUV, sizeUV, mask, [
      { slow: RED.u, fast: BLUE.u },
      { slow: RED.v, fast: BLUE.v },
    ]);
    this.#border = new RegionBorder(polygons, width, height);
  }

  fits(picture: Size, mask: Size): boolean {
    return equal(this.#picture, picture) && equal(this.#runs, mask);
  }

  draw(planes: Planes, mask: CrowdMask): void {
    this.#runs.read(mask);
    this.#luma.draw(this.#runs, planes.strideY, planes.y);
    this.#chroma.draw(this.#runs, planes.strideUV, planes.u, planes.v);
    this.#border.draw(planes);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function equal(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
