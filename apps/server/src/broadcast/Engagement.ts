import type { Levels } from '../events/ReadingInterpreter.js';
import type { RecordingWish } from '../recording/Recordings.js';
import type { OnAirEngagement } from './OnAir.js';

/** What a broadcast is about. */
export interface Engagement extends OnAirEngagement {
  readonly playedUri: string | undefined;
  readonly recording: RecordingWish | undefined;
  /** See `Readings.levels`. */
  readonly levels: Levels;
}
