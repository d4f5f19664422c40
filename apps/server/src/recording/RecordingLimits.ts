/** How much may be recorded, and how long it is kept. */
export interface RecordingLimits {
  /** Of one recording. */
  readonly maxSeconds: number;
  /** Of one recording. */
  readonly maxBytes: number;
  /** Of all recordings together; the oldest go. */
  readonly maxTotalBytes: number;
  /** How long a recording is kept. */
  readonly days: number;
  /** What must stay free on the disk. */
  readonly minFreeBytes: number;
}
