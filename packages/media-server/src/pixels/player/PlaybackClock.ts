import { pipelineClockUs } from '../../frames.js';

/** So late, and the time line begins anew instead of running after the clock. */
const MAX_LATE_US = 500_000;
/** A jump forward in the source's own times is not waited for. */
const MAX_EARLY_US = 2_000_000;

/** Maps a source's positions to the pipeline's clock while it plays. */
export class PlaybackClock {
  #originUs: number | undefined;

  /** @param isLive Items are due when they are here. */
  constructor(
    private readonly isLive: boolean,
    private readonly now: () => number = pipelineClockUs,
  ) {}

  /** When an item is due, in microseconds of the pipeline's clock. */
  due(positionUs: number): number {
    const now = this.now();
    this.#originUs ??= now - positionUs;
    const aheadUs = this.#originUs + positionUs - now;
    if (aheadUs < -MAX_LATE_US || aheadUs > (this.isLive ? 0 : MAX_EARLY_US)) {
      this.#originUs = now - positionUs;
    }
    return this.#originUs + positionUs;
  }

  /** How much time is left till then, in milliseconds; negative when it is past. */
  millisecondsTo(dueUs: number): number {
    return (dueUs - this.now()) / 1000;
  }
}
