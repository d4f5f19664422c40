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
      await pauseFor(pause, signal);
    }
  }
}

/** Ends early when the signal is aborted. */
export function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
