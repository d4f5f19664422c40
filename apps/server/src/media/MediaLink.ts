import { setMaxListeners } from 'node:events';
import type { Callback } from 'kurento-client';
import type { Logger } from 'pino';
import { KurentoError, MediaServerUnavailableError } from './errors.js';

/**
 * What all objects of one connection share: the state of the connection, and the one way to make
 * a call. kurento-client's own promises resolve to undefined when a call fails, and a call in
 * flight hangs until its timeout when the socket drops; this way rejects at once in both cases.
 */
export class MediaLink {
  readonly log: Logger;
  readonly #lost = new AbortController();
  readonly #inFlight = new Set<(error: Error) => void>();
  #down: MediaServerUnavailableError | undefined;
  #isLeft = false;

  constructor(log: Logger) {
    this.log = log;
    // Each pipeline listens.
    setMaxListeners(0, this.lost);
  }

  /** Aborted when the connection is given up: all objects on it are gone. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether its objects live on, for another server. */
  get isLeft(): boolean {
    return this.#isLeft;
  }

  /** Whether calls are refused now: the socket is gone, or the media server does not answer. */
  get isDown(): boolean {
    return this.#down !== undefined;
  }

  /** The socket is gone, or nothing is answered, perhaps only for a moment. */
  down(reason: string): void {
    const error = new MediaServerUnavailableError(reason);
    this.#down = error;
    this.#inFlight.forEach((reject) => reject(error));
    this.#inFlight.clear();
  }

  /** The socket is back, with the same session. */
  up(): void {
    if (!this.lost.aborted) this.#down = undefined;
  }

  /** Gives the connection up for good. */
  lose(reason: string): void {
    if (this.lost.aborted) return;
    this.down(reason);
    this.#lost.abort(this.#down);
  }

  /** As {@link lose}, but its objects are another server's now, so none of them is lost. */
  leave(reason: string): void {
    this.#isLeft = true;
    this.lose(reason);
  }

  /**
   * Makes a call in kurento-client's callback form.
   *
   * @param map - applied to the answer before it becomes a promise's value (proxies are thenable)
   * @throws MediaServerUnavailableError, KurentoError
   */
  call<T, Result>(
    start: (callback: Callback<T>) => void,
    map: (answer: T) => Result,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#down) {
        reject(this.#down);
        return;
      }
      this.#inFlight.add(reject);
      start((error, answer) => {
        this.#inFlight.delete(reject);
        if (error) reject(typedError(error));
        else resolve(map(answer));
      });
    });
  }
}

/** `reason` is said by our own media server only. */
type ClientError = Error & { code?: number; data?: { reason?: string } };

function typedError(cause: ClientError): Error {
  const message = [cause.message, cause.data?.reason].filter(Boolean).join(': ');
  return typeof cause.code === 'number'
    ? new KurentoError(cause.code, message, { cause })
    : new MediaServerUnavailableError(`The media server did not answer: ${cause.message}`, {
        cause,
      });
}
