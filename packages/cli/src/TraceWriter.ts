import { closeSync, openSync, writeSync } from 'node:fs';
import type { CrowdReport } from '@crowdlens/media-server';
import { UsageError } from './errors.js';

type CrowdEvent = CrowdReport['events'][number];

/**
 * Writes an analysis as JSON lines: `meta` first, then `roi` for each frame and region and `event` for
 * each event, `end` last. Frames count from 0; angles are degrees clockwise from up.
 */
export class TraceWriter {
  readonly #path: string;
  readonly #file: number;

  /** All methods throw UsageError when the file cannot be written (any further). */
  constructor(path: string) {
    this.#path = path;
    this.#file = this.#try(() => openSync(path, 'w'));
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
    this.#try(() => writeSync(this.#file, `${JSON.stringify(value)}\n`));
  }

  #try<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const { message } = error as Error;
      throw new UsageError(`Cannot write ${this.#path}: ${message}`, { cause: error });
    }
  }
}
