import { setTimeout as pauseFor } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** What {@link retry} asks and tells. */
export interface RetryOptions {
  /** Aborted: no further attempt. */
  readonly signal: AbortSignal;
  /** Called with what went wrong at each attempt. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Does something until it succeeds, with pauses of 0.1 s up to 5 s.
 *
 * @returns false when it was given up, since the signal was aborted
 */
export async function retry(
  attempt: () => Promise<void>,
  { signal, onFailure }: RetryOptions,
): Promise<boolean> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      await attempt();
      return true;
    } catch (error) {
      onFailure(error);
      if (signal.aborted) return false;
      // Aborting only ends the pause.
      await pauseFor(pause, undefined, { signal }).catch(() => {});
    }
  }
}
