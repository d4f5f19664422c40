/** One consumer's way through numbered messages: what it missed, then what comes, at its pace. */
export interface CatchUpReader {
  /** Number of the last message that was given out, or was not wanted. */
  readonly position: number;
  /** Counts everything up to this number as given out. */
  pass(position: number): void;
  /** The next message; undefined when there is none yet. Asked only when the last one has come. */
  take(): object | undefined | Promise<object | undefined>;
}
