import type { Planes } from './kernels/planes.js';
import { Downscaler } from './picture/downscale.js';
import { rasterize } from './regions/raster.js';
import type { Raster } from './regions/raster.js';
import { RegionCounts } from './regions/regionCounts.js';
import { Scene } from './scene.js';
import type { CrowdMask, FrameFormat, RegionOfInterest } from './types.js';

/** Everything of a detector that depends on the size of the pictures. */
export class Workspace {
  /** Grey levels of the picture as it came, at the scene's size. */
  readonly seen: Float32Array;
  readonly scaler: Downscaler;
  readonly scene: Scene;
  readonly mask: CrowdMask;
  /** Pixels of the regions, in their order. */
  readonly rasters: readonly Raster[];
  readonly counts: RegionCounts;

  /** @param processingWidth Wider pictures are shrunk to it. */
  constructor(
    planes: Planes,
    format: FrameFormat,
    processingWidth: number,
    regions: readonly RegionOfInterest[],
  ) {
    const width = Math.min(format.width, processingWidth);
    const height = Math.max(1, Math.round((format.height * width) / format.width));
    this.seen = planes.float32(width * height);
    this.scaler = new Downscaler(planes, format, width, height);
    this.scene = new Scene(planes, width, height);
    this.mask = { data: planes.uint8(width * height), width, height };
    this.rasters = regions.map(({ points }) => rasterize(points, width, height));
    this.counts = new RegionCounts(planes, width, this.rasters);
  }

  /** Takes over what another workspace has learnt, if it is for pictures of the same size. */
  goOnFrom({ scaler, scene }: Workspace): void {
    const { width, height } = this.scaler.format;
    if (scaler.format.width !== width || scaler.format.height !== height) return;
    if (scene.width === this.scene.width) this.scene.copyFrom(scene);
  }
}
