import { RecordingEnding } from '@crowdlens/schema';
import type { Recording } from '@crowdlens/schema';
import type { Recordable } from '../recording/ActiveRecording.js';
import type { Recordings, RecordingWish, RunningRecording } from '../recording/Recordings.js';

/** Records one broadcast, into one file at a time. */
export class BroadcastRecorder {
  readonly #recordings: Recordings;
  readonly #onChange: () => void;
  #running: RunningRecording | undefined;
  /** What goes on in another file when a lost media server is back. */
  #interrupted: RecordingWish | undefined;
  #wish: RecordingWish | undefined;

  /** @param onChange - called when a recording begins or ends */
  constructor(recordings: Recordings, onChange: () => void) {
    this.#recordings = recordings;
    this.#onChange = onChange;
  }

  /** The recording that is being made. */
  get present(): Recording | null {
    return this.#running?.view() ?? null;
  }

  /** Begins a recording, or answers the one that is being made. Throws as `Recordings.start`. */
  async start(source: Recordable, wish: RecordingWish): Promise<Recording> {
    if (this.#running) return this.#running.view();
    this.#interrupted = undefined;
    const running = await this.#recordings.start(source, wish);
    this.#running = running;
    this.#wish = wish;
    void running.finished.then(() => this.#over(running));
    this.#onChange();
    return running.view();
  }

  /** Ends the recording. @returns it when its file is complete; null when there is none */
  async stop(ending: RecordingEnding): Promise<Recording | null> {
    this.#interrupted = undefined;
    const running = this.#running;
    await running?.end(ending);
    return running?.view() ?? null;
  }

  /** The file ends here; what was {@link interrupted} can go on in another one. */
  mediaServerLost(): void {
    if (!this.#running) return;
    void this.stop(RecordingEnding.MEDIA_SERVER_LOST);
    this.#interrupted = this.#wish;
    this.#over(this.#running);
  }

  /** What is being recorded, or shall be again. */
  get wish(): RecordingWish | undefined {
    return this.#running ? this.#wish : this.#interrupted;
  }

  /** Goes on, in another file, with what another server recorded. */
  resume(wish: RecordingWish | undefined): void {
    this.#interrupted = wish;
  }

  /** What was being recorded when the media server was lost, and shall be again. */
  get interrupted(): RecordingWish | undefined {
    return this.#interrupted;
  }

  #over(running: RunningRecording): void {
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#onChange();
  }
}
