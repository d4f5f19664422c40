import type { RecordingEnding } from '@crowdlens/schema';

/** A recording as the store has it. */
export interface StoredRecording {
  readonly id: string;
  readonly broadcastId: string;
  /** When its first picture was taken. */
  readonly startedAt: Date;
  /** Who began it. */
  readonly startedBy: string;
  /** Null while it is being recorded, or if the server was killed then; so is the ending. */
  readonly endedAt: Date | null;
  readonly ending: RecordingEnding | null;
  /** Of the file. */
  readonly bytes: number;
  /** Milliseconds; null until the file is known to be complete. */
  readonly lengthMs: number | null;
}

/** What was recorded; the pictures are in files. */
export interface RecordingStore {
  /** All recordings, the oldest first. */
  recordings(): Promise<StoredRecording[]>;
  /** Adds a recording, or replaces what is known of it. Resolves when it is on the disk. */
  saveRecording(recording: StoredRecording): Promise<void>;
  removeRecording(id: string): Promise<void>;
}
