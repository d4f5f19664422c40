/** What a picture usually lasts, microseconds: the step over a pause. */
const USUAL_INTERVAL_US = 40_000;

/** Places frames in a file that begins at 0 and knows no pauses: sound and picture move together. */
export class RecordingClock {
  /** Where the file went on last, and the capture time that belongs there; undefined during a pause. */
  #start: { readonly placeUs: number; readonly timestampUs: number } | undefined;
  #endUs = 0;

  get isRunning(): boolean {
    return this.#start !== undefined;
  }

  /** The frame captured at this time is the first one, or the first after a pause. */
  start(timestampUs: number): void {
    this.#start = { placeUs: this.#endUs, timestampUs };
  }

  /** The next {@link start} goes on where the last frame ended. */
  pause(): void {
    this.#start = undefined;
  }

  /** Microseconds in the file; undefined for what was captured before the start. */
  place(timestampUs: number): number | undefined {
    if (this.#start === undefined || timestampUs < this.#start.timestampUs) return undefined;
    const placeUs = timestampUs - this.#start.timestampUs + this.#start.placeUs;
    this.#endUs = Math.max(this.#endUs, placeUs + USUAL_INTERVAL_US);
    return placeUs;
  }
}
