import { DetectorError } from './errors.js';
import { Downscaler } from './picture/downscale.js';
import { MaskSums } from './regions/maskSums.js';
import { RegionMeter } from './regions/meter.js';
import { validateRegions } from './regions/validate.js';
import { Scene } from './scene.js';
import type { CrowdAnalysis, CrowdEvent, LumaFrame, RegionOfInterest } from './types.js';

export interface CrowdDetectorOptions {
  readonly regions: readonly RegionOfInterest[];
  /** Width that pictures are shrunk to before they are looked at, pixels, 16..4096. Default 320. */
  readonly processingWidth?: number;
}

/** Everything that depends on the size of the pictures. */
interface Workspace {
  readonly scaler: Downscaler;
  readonly seen: Float32Array;
  readonly scene: Scene;
  readonly mask: Uint8Array;
  readonly sums: MaskSums;
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
  /** What another detector has learnt, until the first picture shows whether it has the same size. */
  #inherited: Scene | undefined;
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
    const workspace = this.#fit(frame);
    const { scaler, seen, scene, mask, sums } = workspace;
    scaler.run(frame, seen);
    const seconds = scene.observe(seen, frame.timestampMs, this.#withFlow);
    scene.paint(mask);
    const analysed = { data: mask, width: scene.width, height: scene.height };
    sums.update(analysed);

    const events: CrowdEvent[] = [];
    const regions = this.#meters.map((meter) => meter.measure(sums, scene.flow, seconds, events));
    return { timestampMs: frame.timestampMs, regions, events, mask: analysed };
  }

  /**
   * Goes on where another detector is: copies its background model, so that there is no warm-up, and
   * the levels of regions with the same id, so that nothing is reported twice. Call it before the
   * first picture; it has no effect when the pictures are then processed at another size.
   */
  takeOver(previous: CrowdDetector): void {
    const scene = previous.#workspace?.scene;
    if (scene) {
      this.#inherited = new Scene(scene.width, scene.height);
      this.#inherited.copyFrom(scene);
      this.#workspace = undefined;
    }
    for (const meter of this.#meters) {
      const same = previous.#meters.find(({ region }) => region.id === meter.region.id);
      if (same) meter.takeOver(same);
    }
  }

  /** Frees the memory. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#workspace = undefined;
    this.#inherited = undefined;
  }

  #fit(frame: LumaFrame): Workspace {
    const current = this.#workspace;
    if (current && current.scaler.fits(frame)) return current;
    const width = Math.min(frame.width, this.#processingWidth);
    const height = Math.max(1, Math.round((frame.height * width) / frame.width));
    const scaler = new Downscaler(frame.width, frame.height, width, height);
    const size = width * height;
    const inherited = this.#inherited;
    const scene =
      inherited?.width === width && inherited.height === height
        ? inherited
        : new Scene(width, height);
    this.#inherited = undefined;
    for (const meter of this.#meters) meter.resize(width, height, scene.flow);
    this.#workspace = {
      scaler,
      seen: new Float32Array(size),
      scene,
      mask: new Uint8Array(size),
      sums: new MaskSums(width, height),
    };
    return this.#workspace;
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
