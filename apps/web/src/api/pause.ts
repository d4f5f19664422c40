/** Waits, or returns earlier when `signal` is aborted; never rejects. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** 0.5 s, 1 s, 2 s, 4 s: how long to wait before the attempt after `failures` failed ones. */
export function retryDelay(failures: number): number {
  return Math.min(4_000, 500 * 2 ** Math.max(0, failures - 1));
}
