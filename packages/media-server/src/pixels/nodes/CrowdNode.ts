import { CrowdDetector } from '@crowdlens/crowd-detector';
import type { CrowdAnalysis } from '@crowdlens/crowd-detector';
import type { OverlayMode } from '../../overlayMode.js';
import type { Picture } from '../codec/Picture.js';
import { lumaOf } from '../codec/Picture.js';
import { CrowdOverlay } from '../overlay/CrowdOverlay.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import type { CrowdNodeOptions, NodeId } from '../types.js';

/** Measures the crowd in each picture and, when somebody watches, draws what it found. */
export class CrowdNode extends PixelNode {
  #overlay: CrowdOverlay;
  readonly #options: CrowdNodeOptions;
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

  override async close(): Promise<void> {
    await super.close();
    this.#detector.close();
  }

  protected process(picture: Picture): Picture {
    const analysis = this.#detector.process(lumaOf(picture));
    this.#report(analysis);
    if (this.isWatched && this.#overlay.mode !== 'NONE') {
      picture.makeWritable();
      this.#overlay.draw(picture.planes(), analysis.mask);
    }
    return picture;
  }

  #report({ timestampMs, regions, events }: CrowdAnalysis): void {
    // Measurements may be missed, events may not.
    if (events.length === 0 && this.context.isCongested()) return;
    this.context.report('crowd', this.id, { timestampMs, regions, events });
  }
}
