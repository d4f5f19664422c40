import { CrowdDetector } from '@crowdlens/crowd-detector';
import type { CrowdAnalysis } from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../../overlayMode.js';
import { Canvas } from '../codec/Canvas.js';
import { encodeJpeg } from '../codec/JpegEncoder.js';
import type { Picture } from '../codec/Picture.js';
import { detectorFrameOf } from '../codec/Picture.js';
import { CrowdOverlay } from '../overlay/CrowdOverlay.js';
import { NextPicture } from './NextPicture.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import type { CrowdNodeOptions, NodeId } from '../types.js';

/** Pixels. */
const SNAPSHOT_WIDTH = 960;

/** Measures the crowd in each picture and, when somebody watches, draws what it found. */
export class CrowdNode extends PixelNode {
  #overlay: CrowdOverlay;
  readonly #options: CrowdNodeOptions;
  readonly #snapshot = new NextPicture((picture) => encodeJpeg(picture, SNAPSHOT_WIDTH));
  readonly #canvas = new Canvas();
  #detector: CrowdDetector;

  /** @param predecessor Whose background model goes on here. */
  constructor(
    id: NodeId,
    context: NodeContext,
    options: CrowdNodeOptions,
    predecessor: CrowdNode | undefined,
  ) {
    super(id, 'crowd', context);
    this.#options = options;
    this.#overlay = new CrowdOverlay(options.regions, options.overlay ?? 'FULL');
    this.#detector = new CrowdDetector(options);
    if (predecessor !== undefined) this.#detector.takeOver(predecessor.#detector);
  }

  /** Measures at another width from the next picture on; the background is learned anew. */
  setProcessingWidth(processingWidth: number): void {
    const detector = new CrowdDetector({ ...this.#options, processingWidth });
    this.#detector.close();
    this.#detector = detector;
  }

  /** Draws so from the next picture on. */
  setOverlay(mode: OverlayMode): void {
    this.#overlay = new CrowdOverlay(this.#options.regions, mode);
  }

  /**
   * The next picture with what is drawn on it, as a JPEG at most 960 pixels wide.
   *
   * @throws PixelError `NO_PICTURE` when none comes
   */
  takeSnapshot(): Promise<Uint8Array> {
    return this.#snapshot.wait();
  }

  override async close(): Promise<void> {
    this.#snapshot.close();
    await super.close();
    this.#detector.close();
    this.#canvas.close();
  }

  protected process(picture: Picture): Picture {
    const canvas = this.#canvas.copy(picture);
    picture.close();
    const analysis = this.#detector.process(detectorFrameOf(canvas));
    this.#report(analysis);
    if (this.isWatched || this.#snapshot.isAwaited) {
      this.#overlay.draw(canvas.planes(), analysis.mask);
    }
    this.#snapshot.offer(canvas);
    return canvas.share();
  }

  #report({ timestampMs, regions, events }: CrowdAnalysis): void {
    // Measurements may be missed, events may not.
    if (events.length === 0 && this.context.isCongested()) return;
    this.context.report('crowd', this.id, { timestampMs, regions, events });
  }
}
