import type { OverlayMode } from '@crowdlens/schema';
import type { CrowdSettings } from '../media/CrowdDetectorFilter.js';
import type { PipelineTags } from '../media/MediaConnection.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServers } from '../media/MediaServers.js';
import { Detector } from './Detector.js';
import type { DetectorListener } from './Detector.js';
import { Edge } from './Edge.js';
import { Edges } from './Edges.js';

/**
 * The elements of a broadcast in the media servers:
 *
 *   source -> detector -> hub -> every viewer at the origin (and the presenter's mirror)
 *                            -> joint -> hub of an edge -> every viewer there
 *
 * Viewers hang on hubs, so that source and detector can be exchanged without their notice.
 */
export class Stage {
  readonly edges: Edges;
  #detector: Detector | undefined;

  /**
   * @param edgeIdleMs - see {@link Edges}
   * @param tags - of its pipelines
   * @throws KurentoError, MediaServerUnavailableError
   */
  static async open(media: MediaServers, edgeIdleMs: number, tags: PipelineTags): Promise<Stage> {
    const origin = await Edge.origin(await media.forDetector(), tags);
    return new Stage(new Edges(media, origin, edgeIdleMs));
  }

  private constructor(edges: Edges) {
    this.edges = edges;
  }

  /** Where the detector is. */
  get pipeline(): MediaPipeline {
    return this.edges.origin.pipeline;
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

  /** Gives the processed stream to an element beside the detector. */
  async connect(sink: MediaElement): Promise<void> {
    await this.edges.origin.hub.connect(sink);
  }

  /** Releases everything. */
  close(): void {
    this.#detector?.release();
    this.edges.close();
  }

  async #adopt(detector: Detector): Promise<void> {
    await detector.adopt(this.edges.origin.hub);
    this.#detector?.release();
    this.#detector = detector;
  }
}
