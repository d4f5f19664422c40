import { RegionError, validateRegions } from '@crowdlens/crowd-detector';
import type {
  CrowdAnalysis,
  CrowdEvent,
  RegionOfInterest as Region,
} from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../overlayMode.js';
import { KurentoError } from '../protocol/errors.js';
import type { ElementContext } from './context.js';
import type { RegionName } from './events.js';
import type { CrowdDetector } from './media.js';
import { MediaElement, type ElementParams } from './MediaElement.js';
import type { RegionMeasurement, RegionOfInterest } from './types.js';

/** Constructor parameters. Regions cannot change later: exchange the filter instead. */
export interface CrowdDetectorFilterParams extends ElementParams {
  readonly rois: readonly RegionOfInterest[];
}

/** Between two CrowdDetectorMeasurement events, in milliseconds of media. */
const MEASUREMENT_INTERVAL_MS = 200;
const MIN_WIDTH = 160;
const MAX_WIDTH = 1280;

/** Measures the crowd in regions of the picture, colours it, and raises events. */
export class CrowdDetectorFilter extends MediaElement {
  static override readonly qualifiedType = 'crowddetector.CrowdDetectorFilter';

  readonly regions: readonly Region[];
  #detector: CrowdDetector | undefined;
  #processingWidth = 320;
  #overlayMode: OverlayMode = 'FULL';
  #measuredAtMs = -Infinity;

  private constructor(context: ElementContext, { mediaPipeline, rois }: CrowdDetectorFilterParams) {
    const regions = toRegions(rois);
    super(context, mediaPipeline);
    this.regions = regions;
  }

  /** Throws MARSHALL_ERROR for regions that cannot be measured. */
  static async create(
    context: ElementContext,
    params: CrowdDetectorFilterParams,
  ): Promise<CrowdDetectorFilter> {
    const filter = new CrowdDetectorFilter(context, params);
    filter.#detector = await filter.opening(() =>
      params.mediaPipeline.media.createCrowdDetector(filter, {
        report: (report) => filter.#report(report),
      }),
    );
    return filter;
  }

  /** Pixels; pictures are scaled down to this width for the detector. */
  get processingWidth(): number {
    return this.#processingWidth;
  }

  /** Throws MEDIA_OBJECT_ILLEGAL_PARAM_ERROR outside 160..1280. */
  set processingWidth(width: number) {
    if (width < MIN_WIDTH || width > MAX_WIDTH) {
      throw new KurentoError(
        'MEDIA_OBJECT_ILLEGAL_PARAM_ERROR',
        `processingWidth must be ${MIN_WIDTH}..${MAX_WIDTH}, not ${width}`,
      );
    }
    this.#processingWidth = width;
    this.#detector?.setProcessingWidth(width);
  }

  /** What is drawn on the pictures; other than `FULL` it is an extension of Kurento's filter. */
  get overlayMode(): OverlayMode {
    return this.#overlayMode;
  }

  /** From the next picture on. */
  set overlayMode(mode: OverlayMode) {
    this.#overlayMode = mode;
    this.#detector?.setOverlay(mode);
  }

  /**
   * The next processed picture as a JPEG file in Base64, at most 960 pixels wide; an extension of
   * Kurento's filter. Throws MEDIA_OBJECT_NOT_AVAILABLE when no picture comes for 2 s.
   */
  async takeSnapshot(): Promise<string> {
    try {
      if (!this.#detector) throw new Error('The filter has no detector');
      return Buffer.from(await this.#detector.takeSnapshot()).toString('base64');
    } catch (cause) {
      const message = `No snapshot: ${(cause as Error).message}`;
      throw new KurentoError('MEDIA_OBJECT_NOT_AVAILABLE', message, { cause });
    }
  }

  protected override async onRelease(): Promise<void> {
    await super.onRelease();
    await this.#detector?.close();
  }

  #report({ timestampMs, regions, events }: Omit<CrowdAnalysis, 'mask'>): void {
    for (const event of events) this.#raise(event);
    if (timestampMs - this.#measuredAtMs < MEASUREMENT_INTERVAL_MS) return;
    this.#measuredAtMs = timestampMs;
    this.emit('CrowdDetectorMeasurement', { measurements: regions.map(toMeasurement) });
  }

  #raise(event: CrowdEvent): void {
    const name: RegionName = { roiId: event.regionId, roiID: event.regionId };
    switch (event.kind) {
      case 'occupancy':
        return this.emit('CrowdDetectorOccupancy', {
          occupancyPercentage: event.percentage,
          occupancyLevel: event.level,
          ...name,
        });
      case 'fluidity':
        return this.emit('CrowdDetectorFluidity', {
          fluidityPercentage: event.percentage,
          fluidityLevel: event.level,
          ...name,
        });
      case 'direction':
        return this.emit('CrowdDetectorDirection', { directionAngle: event.angle, ...name });
    }
  }
}

/** Kurento's regions as the detector's; throws MARSHALL_ERROR for those that cannot be measured. */
function toRegions(rois: readonly RegionOfInterest[]): Region[] {
  const regions = rois.map(({ id, points, regionOfInterestConfig }) => ({
    id,
    points,
    config: regionOfInterestConfig,
  }));
  try {
    return validateRegions(regions);
  } catch (error) {
    if (!(error instanceof RegionError)) throw error;
    throw new KurentoError('MARSHALL_ERROR', error.message, { cause: error });
  }
}

function toMeasurement(region: CrowdAnalysis['regions'][number]): RegionMeasurement {
  const { regionId, occupancy, occupancyLevel, fluidity, fluidityLevel, direction } = region;
  return {
    roiId: regionId,
    occupancyPercentage: occupancy,
    occupancyLevel,
    ...(fluidity !== null && { fluidityPercentage: fluidity }),
    fluidityLevel,
    ...(direction !== null && { directionAngle: direction }),
  };
}
