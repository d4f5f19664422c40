import { OverlayMode } from '@crowdlens/schema';
import type { RegionOfInterest } from '@crowdlens/schema';
import type { KurentoObject } from 'kurento-client';
import { NotSupportedError } from './errors.js';
import { MediaElement } from './MediaElement.js';
import type { MediaLink } from './MediaLink.js';
import { OriginalDetector } from './OriginalDetector.js';
import { eventReading, measurementReading } from './readings.js';
import type {
  CrowdEventData,
  CrowdEventKindName,
  CrowdReading,
  MeasurementData,
} from './readings.js';

/** What a detector works with; its regions cannot be changed afterwards. */
export interface CrowdSettings {
  readonly regions: readonly RegionOfInterest[];
  /** Pixels, 160..1280. */
  readonly processingWidth: number;
  readonly overlay: OverlayMode;
}

const EVENTS: readonly [string, CrowdEventKindName][] = [
  ['CrowdDetectorOccupancy', 'occupancy'],
  ['CrowdDetectorFluidity', 'fluidity'],
  ['CrowdDetectorDirection', 'direction'],
];

/** Measures the crowd in the video that flows through it, and colours it. */
export class CrowdDetectorFilter extends MediaElement {
  readonly #original: OriginalDetector | undefined;

  constructor(object: KurentoObject, link: MediaLink, settings: CrowdSettings, isOurs: boolean) {
    super(object, link);
    this.#original = isOurs ? undefined : new OriginalDetector(settings.regions);
  }

  setProcessingWidth(processingWidth: number): Promise<void> {
    return this.invoke('setProcessingWidth', { processingWidth });
  }

  /**
   * Draws so from the next picture on.
   *
   * @throws NotSupportedError for all but FULL, which is what the original draws
   */
  async setOverlay(overlayMode: OverlayMode): Promise<void> {
    if (!this.#original) return this.invoke('setOverlayMode', { overlayMode });
    if (overlayMode === OverlayMode.FULL) return;
    throw new NotSupportedError(
      `overlay: the crowd detector of an original Kurento draws everything and cannot do ${overlayMode}. Choose FULL, or use Crowdlens' own media server.`,
    );
  }

  /**
   * The next processed picture.
   *
   * @returns a JPEG file, at most 960 pixels wide
   * @throws NotSupportedError from an original Kurento; KurentoError when no picture comes
   */
  async takeSnapshot(): Promise<Buffer> {
    if (this.#original) {
      throw new NotSupportedError(
        "An original Kurento gives no snapshots. Use Crowdlens' own media server.",
      );
    }
    return Buffer.from(await this.invoke<string>('takeSnapshot'), 'base64');
  }

  /** Says what the detector says. */
  async onReading(listener: (reading: CrowdReading) => void): Promise<void> {
    for (const [type, kind] of EVENTS) {
      await this.on(type, (data: CrowdEventData) => {
        const readings = this.#original?.read(kind, data) ?? [eventReading(kind, data)];
        readings.forEach((reading) => listener(reading));
      });
    }
    // The original does not have this one.
    await this.on('CrowdDetectorMeasurement', (data: MeasurementData) =>
      listener(measurementReading(data)),
    );
  }
}
