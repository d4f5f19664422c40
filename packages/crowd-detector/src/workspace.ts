import type { Colour } from './foreground/colour.js';
import type { Planes } from './kernels/planes.js';
import { Downscaler } from './picture/downscale.js';
import type { PlaneFormat } from './picture/downscale.js';
import { rasterize } from './regions/raster.js';
import type { Raster } from './regions/raster.js';
import { RegionCounts } from './regions/regionCounts.js';
import { Scene } from './scene.js';
import type { CrowdMask, DetectorFrame, RegionOfInterest } from './types.js';

/** How pictures lie in memory. */
export interface PictureFormat extends PlaneFormat {
  /** Unset for grey ones. */
  readonly chromaStride: number | undefined;
}

/** Everything of a detector that depends on the size of the pictures. */
export class Workspace {
  /** Grey levels of the picture as it came, at the scene's size. */
  readonly seen: Float32Array;
  readonly scene: Scene;
  readonly mask: CrowdMask;
  /** Pixels of the regions, in their order. */
  readonly rasters: readonly Raster[];
  readonly counts: RegionCounts;
  readonly #scaler: Downscaler;
  readonly #chromaScaler: Downscaler | undefined;

  /** @param processingWidth Wider pictures are shrunk to it. */
  constructor(
    planes: Planes,
    readonly format: PictureFormat,
    processingWidth: number,
    regions: readonly RegionOfInterest[],
  ) {
    const width = Math.min(format.width, processingWidth);
    const height = Math.max(1, Math.round((format.height * width) / format.width));
    this.seen = planes.float32(width * height);
    this.#scaler = new Downscaler(planes, format, width, height);
    this.scene = new Scene(planes, width, height, format.chromaStride !== undefined);
    this.#chromaScaler = chromaScaler(planes, format, this.scene.colour);
    this.mask = { data: planes.uint8(width * height), width, height };
    this.rasters = regions.map(({ points }) => rasterize(points, width, height));
    this.counts = new RegionCounts(planes, width, this.rasters);
  }

  /** Whether it was made for pictures that lie in memory like this one. */
  fits({ width, height, stride, chroma }: DetectorFrame): boolean {
    const { format } = this;
    const sameSize = width === format.width && height === format.height;
    return sameSize && stride === format.stride && chroma?.stride === format.chromaStride;
  }

  /** Shrinks a picture to what the scene looks at. */
  load({ data, chroma }: DetectorFrame): void {
    this.#scaler.run(data, this.seen);
    const { colour } = this.scene;
    if (!colour || !chroma) return;
    this.#chromaScaler?.run(chroma.u, colour.seen[0]);
    this.#chromaScaler?.run(chroma.v, colour.seen[1]);
  }

  /** Takes over what another workspace has learnt, if it is for pictures of the same size. */
  goOnFrom({ format, scene }: Workspace): void {
    const { width, height } = this.format;
    if (format.width !== width || format.height !== height) return;
    if (scene.width === this.scene.width) this.scene.copyFrom(scene);
  }
}

function chromaScaler(
  planes: Planes,
  { width, height, chromaStride }: PictureFormat,
  colour: Colour | undefined,
): Downscaler | undefined {
  if (!colour || chromaStride === undefined) return undefined;
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1, stride: chromaStride };
  return new Downscaler(planes, half, colour.width, colour.height);
}
