import type { OverlayMode } from '@crowdlens/schema';
import type { CrowdDetectorFilter, CrowdSettings } from '../media/CrowdDetectorFilter.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { CrowdReading } from '../media/readings.js';
import { mark } from './marks.js';

/** How long a new detector may take to get its first picture before it is used anyway. */
const FLOW_TIMEOUT_MS = 1000;
const MAX_HELD_READINGS = 200;

/** Where a detector's words go. */
export interface DetectorListener {
  /** A reading of a detector that is in force. */
  reading(reading: CrowdReading): void;
  /** Video begins or ceases to come into a detector that is in force. */
  flow(flowing: boolean): void;
}

/**
 * The filter of one revision of the regions. It runs beside the one in force until it is adopted,
 * and keeps what it says to itself so long.
 */
export class Detector {
  readonly #filter: CrowdDetectorFilter;
  readonly #listener: DetectorListener;
  /** Readings before the adoption; undefined afterwards. When full, the oldest goes. */
  #held: CrowdReading[] | undefined = [];
  #flowing = false;
  #onFlowing = () => {};

  static async create(
    pipeline: MediaPipeline,
    settings: CrowdSettings,
    listener: DetectorListener,
  ): Promise<Detector> {
    const filter = await pipeline.createCrowdDetectorFilter(settings);
    const detector = new Detector(filter, listener);
    try {
      await detector.#listen();
    } catch (error) {
      void filter.release();
      throw error;
    }
    return detector;
  }

  /** Goes on with one that another server has put in force; it keeps what it says to itself until {@link resume}. */
  static async takeOver(
    filter: CrowdDetectorFilter,
    listener: DetectorListener,
  ): Promise<Detector> {
    const detector = new Detector(filter, listener);
    await detector.#listen();
    return detector;
  }

  private constructor(filter: CrowdDetectorFilter, listener: DetectorListener) {
    this.#filter = filter;
    this.#listener = listener;
  }

  /** Takes the source's media, in place of what it took before. */
  async feedFrom(source: MediaElement): Promise<void> {
    await source.connect(this.#filter);
  }

  /** Resolves when pictures come through, at the latest after a second. */
  async flowing(): Promise<void> {
    if (this.#flowing) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onFlowing = resolve;
      timer = setTimeout(resolve, FLOW_TIMEOUT_MS);
    });
    clearTimeout(timer);
  }

  /** Puts the detector in force: its pictures go to `hub`, its words to the listener. */
  async adopt(hub: MediaElement): Promise<void> {
    await this.#filter.connect(hub);
    this.resume();
  }

  /** Says what it has kept to itself, in order and each thing once, and what comes from now on. */
  resume(): void {
    const held = new Map((this.#held ?? []).map((reading) => [JSON.stringify(reading), reading]));
    this.#held = undefined;
    if (this.#flowing) this.#listener.flow(true);
    const inOrder = [...held.values()].sort((one, other) => one.at.getTime() - other.at.getTime());
    inOrder.forEach((reading) => this.#listener.reading(reading));
  }

  /** Keeps with it, in its media server, that it is in force. */
  mark(revision: number): Promise<void> {
    return mark(this.#filter, { role: 'detector', revision });
  }

  /** @throws NotSupportedError, see `CrowdDetectorFilter` */
  setOverlay(mode: OverlayMode): Promise<void> {
    return this.#filter.setOverlay(mode);
  }

  /** Throws as `CrowdDetectorFilter.takeSnapshot`. */
  takeSnapshot(): Promise<Buffer> {
    return this.#filter.takeSnapshot();
  }

  release(): void {
    this.#held = [];
    void this.#filter.release();
  }

  async #listen(): Promise<void> {
    await this.#filter.onReading((reading) => this.#read(reading));
    await this.#filter.onVideoFlow('In', (flowing) => this.#flow(flowing));
  }

  #read(reading: CrowdReading): void {
    // It sees pictures, whether or not the media server says so.
    if (!this.#flowing) this.#flow(true);
    if (!this.#held) {
      this.#listener.reading(reading);
    } else if (reading.kind !== 'measurements') {
      this.#held.push(reading);
      if (this.#held.length > MAX_HELD_READINGS) this.#held.shift();
    }
  }

  #flow(flowing: boolean): void {
    this.#flowing = flowing;
    if (flowing) this.#onFlowing();
    if (!this.#held) this.#listener.flow(flowing);
  }
}
