import type { OverlayMode } from '@crowdlens/schema';
import type { CrowdSettings } from '../media/CrowdDetectorFilter.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import { Detector } from './Detector.js';
import type { DetectorListener } from './Detector.js';

/**
 * The elements of a broadcast in the media server:
 *
 *   source -> detector -> hub -> every viewer (and the presenter's mirror)
 *
 * Viewers hang on the hub, so that source and detector can be exchanged without their notice.
 */
export class Stage {
  readonly pipeline: MediaPipeline;
  readonly #hub: MediaElement;
  #detector: Detector | undefined;

  static async create(pipeline: MediaPipeline): Promise<Stage> {
    try {
      return new Stage(pipeline, await pipeline.createPassThrough());
    } catch (error) {
      void pipeline.release();
      throw error;
    }
  }

  private constructor(pipeline: MediaPipeline, hub: MediaElement) {
    this.pipeline = pipeline;
    this.#hub = hub;
  }

  /** Puts a source in place of the one before, which its owner then releases. */
  async setSource(
    source: MediaElement,
    settings: CrowdSettings,
    listener: DetectorListener,
  ): Promise<void> {
    const detector = await Detector.create(this.pipeline, settings, listener);
    try {
      await detector.feedFrom(source);
      await this.#adopt(detector);
    } catch (error) {
      detector.release();
      throw error;
    }
  }

  /**
   * Puts other regions in force, without a gap.
   *
   * @param source - the present source
   * @param commit - called when they are ready; when it fails, all stays as it was
   */
  async setRegions(
    source: MediaElement,
    settings: CrowdSettings,
    listener: DetectorListener,
    commit: () => Promise<void>,
  ): Promise<void> {
    const detector = await Detector.create(this.pipeline, settings, listener);
    try {
      await detector.feedFrom(source);
      await detector.flowing();
      await commit();
      await this.#adopt(detector);
    } catch (error) {
      detector.release();
      throw error;
    }
  }

  /** @throws NotSupportedError, see `CrowdDetectorFilter` */
  async setOverlay(mode: OverlayMode): Promise<void> {
    await this.#detector?.setOverlay(mode);
  }

  /** The next processed picture, a JPEG file. Throws as `CrowdDetectorFilter.takeSnapshot`. */
  takeSnapshot(): Promise<Buffer> {
    if (this.#detector) return this.#detector.takeSnapshot();
    return Promise.reject(new Error('There is no picture yet.'));
  }

  /** Gives the processed stream to an endpoint. */
  async connect(viewer: MediaElement): Promise<void> {
    await this.#hub.connect(viewer);
  }

  /** Gives the processed pictures back to the presenter; the sound would be an echo. */
  async mirror(presenter: MediaElement): Promise<void> {
    await this.#hub.connect(presenter, 'VIDEO');
  }

  /** Releases everything. */
  close(): void {
    this.#detector?.release();
    void this.pipeline.release();
  }

  async #adopt(detector: Detector): Promise<void> {
    await detector.adopt(this.#hub);
    this.#detector?.release();
    this.#detector = detector;
  }
}
