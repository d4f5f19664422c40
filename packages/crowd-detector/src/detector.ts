import { DetectorError } from './errors.js';
import { Planes } from './kernels/planes.js';
import { RegionMeter } from './regions/meter.js';
import { validateRegions } from './regions/validate.js';
import type {
  CrowdAnalysis,
  CrowdEvent,
  DetectorStages,
  FrameFormat,
  LumaFrame,
  RegionOfInterest,
} from './types.js';
import { Workspace } from './workspace.js';

export interface CrowdDetectorOptions {
  readonly regions: readonly RegionOfInterest[];
  /** Width that pictures are shrunk to before they are looked at, pixels, 16..4096. Default 320. */
  readonly processingWidth?: number;
}

/**
 * Measures the crowd in regions of a video, picture by picture. Holds the only state; not reentrant.
 * Nothing is allocated per frame but the figures returned.
 */
export class CrowdDetector {
  readonly #meters: readonly RegionMeter[];
  readonly #processingWidth: number;
  readonly #withFlow: boolean;
  #workspace: Workspace | undefined;
  #closed = false;

  /**
   * @throws {RegionError} when a region cannot be measured.
   * @throws {DetectorError} PROCESSING_WIDTH_INVALID.
   */
  constructor({ regions, processingWidth = 320 }: CrowdDetectorOptions) {
    if (!Number.isInteger(processingWidth) || processingWidth < 16 || processingWidth > 4096)
      throw new DetectorError(
        'PROCESSING_WIDTH_INVALID',
        `processingWidth is ${processingWidth}; it must be a whole number of pixels, 16..4096.`,
      );
    this.#meters = validateRegions(regions).map((region) => new RegionMeter(region));
    this.#processingWidth = processingWidth;
    this.#withFlow = regions.some((region) => region.config.sendOpticalFlowEvent);
  }

  /**
   * Analyses the next picture. Its mask is overwritten by the next call. A picture of another size
   * starts anew.
   * @throws {DetectorError} FRAME_INVALID, CLOSED.
   */
  process(frame: LumaFrame): CrowdAnalysis {
    if (this.#closed)
      throw new DetectorError('CLOSED', 'The detector is closed; make a new one to go on.');
    checkFrame(frame);
    const { scaler, seen, scene, mask, counts } = this.#fit(frame);
    scaler.run(frame, seen);
    const seconds = scene.observe(seen, frame.timestampMs, this.#withFlow);
    scene.paint(mask.data);
    counts.update(mask);

    const events: CrowdEvent[] = [];
    const regions = this.#meters.map((meter, i) =>
      meter.measure(counts.of(i), scene.flow, seconds, scene.isSettled, events),
    );
    return { timestampMs: frame.timestampMs, regions, events, mask };
  }

  /**
   * Goes on where another detector is: copies its background model, so that there is no warm-up, and
   * the levels of regions with the same id, so that nothing is reported twice. Call it before the
   * first picture; it has no effect when the pictures are then processed at another size.
   */
  takeOver(previous: CrowdDetector): void {
    const learnt = previous.#workspace;
    if (learnt) this.#prepare(learnt.scaler.format, learnt);
    for (const meter of this.#meters) {
      const same = previous.#meters.find(({ region }) => region.id === meter.region.id);
      if (same) meter.takeOver(same);
    }
  }

  /** A look inside; undefined before the first picture. */
  inspect(): DetectorStages | undefined {
    return this.#workspace?.scene.stages;
  }

  /** Frees the memory. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#workspace = undefined;
  }

  #fit(frame: LumaFrame): Workspace {
    const current = this.#workspace;
    if (current?.scaler.fits(frame)) return current;
    const { width, height, stride } = frame;
    return this.#prepare({ width, height, stride }, current);
  }

  /** Makes room for pictures of a format, and goes on from what has been learnt at the same size. */
  #prepare(format: FrameFormat, learnt: Workspace | undefined): Workspace {
    const regions = this.#meters.map(({ region }) => region);
    const workspace = Planes.for(
      (planes) => new Workspace(planes, format, this.#processingWidth, regions),
    );
    if (learnt) workspace.goOnFrom(learnt);
    this.#meters.forEach((meter, i) => meter.resize(workspace.rasters[i]!, workspace.scene.flow));
    this.#workspace = workspace;
    return workspace;
  }
}

function checkFrame({ data, width, height, stride, timestampMs }: LumaFrame): void {
  const valid =
    Number.isInteger(width) &&
    width > 0 &&
    Number.isInteger(height) &&
    height > 0 &&
    stride >= width &&
    data.length >= stride * (height - 1) + width &&
    Number.isFinite(timestampMs);
  if (!valid)
    throw new DetectorError(
      'FRAME_INVALID',
      `A frame of ${width}x${height}, stride ${stride}, ${data.length} bytes at ${timestampMs} ms cannot be: give width x height luma bytes, rows stride apart, and a time.`,
    );
}
