import type { Planes } from '../codec/Picture.js';
import type { Colour } from './colours.js';
import type { MaskRuns } from './MaskRuns.js';
import { chromaArea } from './regionArea.js';
import { Tint } from './Tint.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How crowd is painted. */
export interface CrowdStyle {
  readonly slow: Colour;
  readonly fast: Colour;
  /** 0..1. */
  readonly opacity: number;
}

/** Paints the crowd in one area of the picture. */
export class CrowdPaint {
  readonly #luma: Tint;
  readonly #chroma: Tint;

  /** @param area One byte per pixel of the picture: pixels with 0 are never touched. */
  constructor(area: Uint8Array, picture: Size, mask: Size, { slow, fast, opacity }: CrowdStyle) {
    const { width, height } = picture;
    const areaUV = chromaArea(area, width, height);
    const sizeUV = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
    const colours = (part: keyof Colour) => ({ slow: slow[part], fast: fast[part] });
    this.#luma = new Tint(area, picture, mask, [colours('y')], opacity);
    this.#chroma = new Tint(areaUV, sizeUV, mask, [colours('u'), colours('v')], opacity);
  }

  draw(runs: MaskRuns, { y, u, v, strideY, strideUV }: Planes): void {
    this.#luma.draw(runs, strideY, y);
    this.#chroma.draw(runs, strideUV, u, v);
  }
}
