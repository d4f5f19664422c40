/**
 * Keeps the screen on while the page is seen (Screen Wake Lock API, where there is one).
 *
 * @returns a function that lets it go dark again.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;

  /** The browser takes the lock back whenever the page is hidden. */
  async function request(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      const got = await navigator.wakeLock.request('screen');
      if (ended) await got.release();
      else lock = got;
    } catch {
      // Low battery, or a frame that may not: then the screen goes dark as usual.
    }
  }

  document.addEventListener('visibilitychange', request);
  void request();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', request);
    void lock?.release();
  };
}
