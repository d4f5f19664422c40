import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

/** What {@link closeOnSignals} ends, and how. */
export interface ClosingOptions {
  readonly close: () => Promise<void>;
  /** Milliseconds that {@link close} may take. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/**
 * Ends the process in order at the first signal (or at an error that nobody caught), with exit code
 * 0 (or 1). A second signal, or the time that is up, ends it at once with 1; the embedded media
 * server notices and ends, too.
 */
export function closeOnSignals({ close, timeoutMs, log }: ClosingOptions): void {
  closeWithGrace(
    {
      delay: timeoutMs,
      logger: false,
      onSecondSignal: (signal) =>
        log.warn({ signal }, 'told again to end: not everything is closed'),
      onSecondError: (err) => log.fatal({ err }, 'ended by an error while closing'),
      onTimeout: (afterMs) =>
        log.error({ afterMs }, 'not everything could be closed: SHUTDOWN_SECONDS is over'),
    },
    async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'ended by an error');
      else log.info({ signal }, 'closing: viewers are told, recordings completed');
      await close();
      log.info('closed');
    },
  );
}
