import { closeSync, openSync, writeSync } from 'node:fs';
import type { CrowdReport } from '@crowdlens/media-server';
import { UsageError } from './errors.js';

type CrowdEvent = CrowdReport['events'][number];

/**
 * Writes an analysis as JSON lines: `meta` first, then `roi` for each frame and region and `event` for
 * each event, `end` last. Frames count from 0; angles are degrees clockwise from up.
 */
export class TraceWriter {
  readonly #file: number;

  /** @throws UsageError when the file cannot be written. */
  constructor(path: string) {
    try {
      this.#file = openSync(path, 'w');
    } catch (error) {
      throw new UsageError(`Cannot write ${path}: ${(error as Error).message}`, { cause: error });
    }
  }

  meta(clip: string, fps: number): void {
    this.#line({
      k: 'meta',
      impl: 'crowdlens',
      clip,
      fps,
      angleConvention: 'cw-from-up',
      fluidityMeans: 'moving-share',
    });
  }

  frame(frame: number, { regions, events }: CrowdReport): void {
    for (const { regionId, occupancy, fluidity, direction } of regions) {
      this.#line({ k: 'roi', frame, roi: regionId, occupancy, fluidity, direction });
    }
    for (const event of events) this.#event(frame, event);
  }

  end(cpuMeanMs: number): void {
    this.#line({ k: 'end', cpuMeanMs });
  }

  close(): void {
    closeSync(this.#file);
  }

  #event(frame: number, event: CrowdEvent): void {
    const value =
      event.kind === 'direction'
        ? { angle: event.angle }
        : { level: event.level, percentage: event.percentage };
    this.#line({ k: 'event', frame, roi: event.regionId, type: event.kind, ...value });
  }

  #line(value: object): void {
    writeSync(this.#file, `${JSON.stringify(value)}\n`);
  }
}
