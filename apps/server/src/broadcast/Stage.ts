import type { OverlayMode } from '@crowdlens/schema';
import type { CrowdSettings } from '../media/CrowdDetectorFilter.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServers } from '../media/MediaServers.js';
import type { Tags } from '../media/RemoteObject.js';
import type { RegionSettings } from '../history/HistoryStore.js';
import { Detector } from './Detector.js';
import type { DetectorListener } from './Detector.js';
import { Edge } from './Edge.js';
import { Edges } from './Edges.js';
import type { LeftPipeline } from './LeftPipeline.js';

/** Regions in force and what is drawn of them. */
export type DetectorSettings = RegionSettings & CrowdSettings;

/** What a {@link Stage} works with. */
export interface StageEnvironment {
  readonly media: MediaServers;
  /** How long a media server without viewers goes on getting the stream, milliseconds. */
  readonly edgeIdleMs: number;
  /** Of its pipelines. */
  readonly tags: Tags;
}

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

  /** @throws KurentoError, MediaServerUnavailableError */
  static async open({ media, edgeIdleMs, tags }: StageEnvironment): Promise<Stage> {
    const origin = await Edge.origin(await media.forDetector(), tags);
    return new Stage(new Edges(media, origin, edgeIdleMs));
  }

  /**
   * Goes on with what another server has left. What is not whole of it is released.
   *
   * @throws Error when its origin is not whole; as {@link Stage.open}
   */
  static async takeOver(
    { media, edgeIdleMs, tags }: StageEnvironment,
    left: readonly LeftPipeline[],
  ): Promise<Stage> {
    const origin = left.find((pipeline) => pipeline.has('origin'));
    if (!origin) throw new Error('What is left of the broadcast has no origin.');
    const edges = new Edges(media, await Edge.takeOverOrigin(origin, tags), edgeIdleMs);
    for (const other of left) {
      if (other !== origin) await edges.takeOver(other, left).catch(() => other.release());
    }
    return new Stage(edges);
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
    settings: DetectorSettings,
    listener: DetectorListener,
  ): Promise<void> {
    const detector = await Detector.create(this.pipeline, settings, listener);
    try {
      await detector.feedFrom(source);
      await this.#adopt(detector, settings);
    } catch (error) {
      detector.release();
      throw error;
    }
  }

  /**
   * Goes on with the detector that another server has left; it says nothing before {@link resume}.
   *
   * @returns false when there is none with these settings
   */
  async takeOverDetector(
    left: readonly LeftPipeline[],
    settings: DetectorSettings,
    listener: DetectorListener,
  ): Promise<boolean> {
    const origin = left.find(({ pipeline }) => pipeline === this.pipeline);
    const [found] =
      origin?.claim('detector', ({ mark }) => mark.revision === settings.revision) ?? [];
    if (!found) return false;
    const filter = await this.pipeline.crowdDetectorFilter(found.id, settings);
    this.#detector = await Detector.takeOver(filter, listener);
    return true;
  }

  /** Lets a detector that was taken over speak. */
  resume(): void {
    this.#detector?.resume();
  }

  /**
   * Puts other regions in force, without a gap.
   *
   * @param source - the present source
   * @param commit - called when they are ready; when it fails, all stays as it was
   */
  async setRegions(
    source: MediaElement,
    settings: DetectorSettings,
    listener: DetectorListener,
    commit: () => Promise<void>,
  ): Promise<void> {
    const detector = await Detector.create(this.pipeline, settings, listener);
    try {
      await detector.feedFrom(source);
      await detector.flowing();
      await commit();
      await this.#adopt(detector, settings);
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

  async #adopt(detector: Detector, { revision }: DetectorSettings): Promise<void> {
    await detector.adopt(this.edges.origin.hub);
    this.#detector?.release();
    this.#detector = detector;
    await detector.mark(revision);
  }
}
