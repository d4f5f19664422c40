import { DetectorError } from './errors.js';
import { Planes } from './kernels/planes.js';
import { RegionMeter } from './regions/meter.js';
import { validateRegions } from './regions/validate.js';
import type {
  CrowdAnalysis,
  CrowdEvent,
  DetectorFrame,
  DetectorStages,
  RegionOfInterest,
} from './types.js';
import { Workspace } from './workspace.js';
import type { PictureFormat } from './workspace.js';

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
  process(frame: DetectorFrame): CrowdAnalysis {
    if (this.#closed)
      throw new DetectorError('CLOSED', 'The detector is closed; make a new one to go on.');
    checkFrame(frame);
    const workspace = this.#fit(frame);
    workspace.load(frame);
    const { scene, mask, counts } = workspace;
    const seconds = scene.observe(workspace.seen, frame.timestampMs, this.#withFlow);
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
    if (learnt) this.#prepare(learnt.format, learnt);
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

  #fit(frame: DetectorFrame): Workspace {
    const current = this.#workspace;
    if (current?.fits(frame)) return current;
    const { width, height, stride, chroma } = frame;
    return this.#prepare({ width, height, stride, chromaStride: chroma?.stride }, current);
  }

  /** Makes room for pictures of a format, and goes on from what has been learnt at the same size. */
  #prepare(format: PictureFormat, learnt: Workspace | undefined): Workspace {
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

function checkFrame({ data, width, height, stride, timestampMs, chroma }: DetectorFrame): void {
  const [halfWidth, halfHeight] = [(width + 1) >> 1, (height + 1) >> 1];
  const valid =
    Number.isInteger(width) &&
    width > 0 &&
    Number.isInteger(height) &&
    height > 0 &&
    holds(data, width, height, stride) &&
    (!chroma ||
      (holds(chroma.u, halfWidth, halfHeight, chroma.stride) &&
        holds(chroma.v, halfWidth, halfHeight, chroma.stride))) &&
    Number.isFinite(timestampMs);
  if (valid) return;
  const colours = chroma
    ? ` and chroma of ${chroma.u.length} and ${chroma.v.length} bytes, stride ${chroma.stride},`
    : '';
  throw new DetectorError(
    'FRAME_INVALID',
    `A frame of ${width}x${height}, stride ${stride}, ${data.length} bytes${colours} at ${timestampMs} ms cannot be: give width x height luma bytes, rows stride apart, chroma planes of half the size (rounded up) or none, and a time.`,
  );
}

/** Whether a plane has the rows that it should have. */
function holds(plane: Uint8Array, width: number, height: number, stride: number): boolean {
  return stride >= width && plane.length >= stride * (height - 1) + width;
}
